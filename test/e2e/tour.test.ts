/** docs/tour.md on an instance started for it: every block in its order, as a reader runs them, and what the page shows. */
import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { childEnvironment, PROJECT_ROOT } from '../../settings/environment';
import { startInstance, type Instance } from '../support/instance';

interface Block {
  title: string;
  commands: string;
  /** What the page shows, if it shows anything, and how it says that it is to be read. */
  shown?: { text: string; how: string };
}

/** Fences of the page in order; a fence right after commands is their answer. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const part of page.matchAll(/^#+ (.*)$|^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [, title, kind = '', text = ''] = part;
    if (title) heading = title;
    else if (kind === 'sh') blocks.push({ title: `${heading}, ${blocks.length + 1}`, commands: text });
    else blocks[blocks.length - 1]!.shown = { text, how: kind };
  }
  return blocks;
}

const blocks = blocksOf(fs.readFileSync(path.join(PROJECT_ROOT, 'docs', 'tour.md'), 'utf8'));
const MARK = '--- end of a block ---';
/** The urgent ladder needs a little more than three minutes; whoever waits longer than this, in ms, waits in vain. */
const LIMIT_MS = 480_000;

/** Compact JSON, a value a line, where all of it is JSON; else the lines as they are. */
function lines(text: string): string[] {
  const { status, stdout } = spawnSync('jq', ['-c', '.'], { input: text, encoding: 'utf8' });
  return (status === 0 ? stdout : text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean);
}

/** What another day, another hour and another instance make different. */
const DIFFERENT: readonly [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, '<instant>'],
  [/\d{4}-\d\d-\d\d/g, '<day>'],
  [/\d\d\/\d\d\/\d{4}/g, '<day>'],
  [/\d\d:\d\d/g, '<hour>'],
  [/Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật/g, '<weekday>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>'],
  [/(KN|CD|NV)-\d{4}-\d{6}/g, '$1-<number>'],
  [/H21\.\d+-\d{6}-\d{4}/g, '<code>'],
];
const masked = (line: string): string =>
  DIFFERENT.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);

/** Of figures only the form: names and kinds of JSON, the first word of a sentence; days off differ with the season. */
function form(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), (_key, value: unknown) =>
      typeof value === 'object' ? value : typeof value,
    );
  } catch {
    return masked(line).split(' ')[0] ?? '';
  }
}

function comparable(text: string, how: string): string[] {
  if (how.endsWith(' exact')) return lines(text);
  if (!how.endsWith(' figures')) return lines(text).map(masked);
  return lines(text)
    .filter((line) => !line.startsWith('Không tính'))
    .map(form)
    .map((line) => line.replace(/(\{[^{}]*\})(,\1)+/g, '$1'));
}

describe('the tour', () => {
  let instance: Instance;
  let answers: string[];

  beforeAll(async () => {
    instance = await startInstance();
    const script = blocks.map(({ commands }) => `${commands}\nprintf '\\n%s\\n' '${MARK}'`).join('\n');
    answers = (await bash(`set -euo pipefail\n${script}`, instance)).split(`${MARK}\n`).slice(0, -1);
  }, LIMIT_MS + 150_000);
  afterAll(() => instance?.stop(), 60_000);

  test.each(blocks.map((block, index) => ({ ...block, index })))(
    'runs and answers as its page shows: $title',
    ({ index, shown }) => {
      const answer = answers[index] ?? 'was not reached';
      expect(shown ? comparable(answer, shown.how) : []).toEqual(
        shown ? comparable(shown.text, shown.how) : lines(answer),
      );
    },
  );
});

function bash(script: string, { url, dataDir }: Instance): Promise<string> {
  const env = childEnvironment({
    PORT: new URL(url).port,
    DATA_DIR: dataDir,
    DATABASE_URL: undefined,
    PATH: [path.dirname(process.execPath), ...(childEnvironment({}).PATH ?? '').split(':')].join(':'),
  });
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      ['-c', script],
      { cwd: PROJECT_ROOT, env, timeout: LIMIT_MS, maxBuffer: 10_000_000 },
      (error, out, err) =>
        error ? reject(new Error(`${error.message.slice(-300)}\n${err}\n${out.slice(-2000)}`)) : resolve(out),
    );
  });
}
