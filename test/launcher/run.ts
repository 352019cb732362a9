import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../settings/environment';

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs one of the project's scripts to its end, as npm would. */
export function runScript(script: string, args: string[], env: Record<string, string>): Promise<Ended> {
  return runProgram(`scripts/${script}`, args, env);
}

/** Runs one of the project's programs to its end. */
export function runProgram(program: string, args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, ['-r', '@swc-node/register', program, ...args], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, DATABASE_URL: '', TEMPORAL_ADDRESS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...ended, code }));
  });
}

const folders: string[] = [];

/** A new folder that `removeFolders` takes away. */
export function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-launcher-'));
  fs.chmodSync(folder, 0o711);
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}
