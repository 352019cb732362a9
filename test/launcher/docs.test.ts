/** What documents and comments name is there: files, links, commands and versions. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../settings/environment';

const files = execFileSync('git', ['ls-files', '-z'], { cwd: PROJECT_ROOT, encoding: 'utf8' }).split('\0');
const read = (file: string): string => fs.readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const exists = (file: string): boolean => fs.existsSync(path.join(PROJECT_ROOT, file));
const there = files.filter((file) => file && exists(file));
/** The changelog tells of files as they were. */
const documents = there.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md');
const sources = there.filter((file) => /\.(ts|mjs|js|yml|prisma)$|^Dockerfile$/.test(file));

const FOLDERS = 'domain|workflows|database|activities|api|prisma|settings|scripts|test|docs';
const NAMED = new RegExp(`(?<![\\w./-])(?:${FOLDERS})/[\\w./-]+\\.(?:ts|js|md|json|sql|prisma)\\b`, 'g');

test('every file that a document or a comment names is there', () => {
  const comments = (file: string): string =>
    read(file)
      .split('\n')
      .filter((line) => /^\s*(\/?\*|\/\/|#)/.test(line))
      .join('\n');
  const missing = [
    ...documents.map((file) => [file, read(file)] as const),
    ...sources.map((file) => [file, comments(file)] as const),
  ].flatMap(([file, text]) =>
    [...text.matchAll(NAMED)]
      .filter(([name]) => !name.includes('NNNN') && !exists(name))
      .map(([name]) => `${file}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every link between documents leads somewhere', () => {
  const broken = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .filter(([, to = '']) => !exists(path.join(path.dirname(file), to)))
      .map(([, to]) => `${file}: ${to}`),
  );
  expect(broken).toEqual([]);
});

test('every npm command that a document gives is in package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const unknown = documents.flatMap((file) =>
    [...read(file).matchAll(/npm run (?:--silent )?([a-z:]+)/g)]
      .filter(([, name = '']) => !(name in scripts))
      .map(([, name]) => `${file}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('the image, the compose file and the README name the same Node and the version of package.json', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const node = /^FROM node:(\d+)-/m.exec(read('Dockerfile'))?.[1];
  expect(read('docker-compose.yml')).toContain(`image: thong-suot:\${THONG_SUOT_VERSION:-${version}}`);
  expect(read('README.md')).toContain(`Needed: Node ${node} `);
});

test('the image holds every folder that its processes import from', () => {
  const copied = new Set([...read('Dockerfile').matchAll(/^COPY (\w+) \1$/gm)].map(([, folder]) => folder));
  const needed = new Set(
    sources
      .filter((file) => /^(activities|api|database|domain|prisma|scripts|settings|workflows)\//.test(file))
      .flatMap((file) => [...read(file).matchAll(/from '(?:\.\.\/)+(\w+)\//g)].map(([, folder]) => folder))
      .filter((folder) => folder !== undefined && exists(folder)),
  );
  needed.delete('test'); // saving histories and benches run where the tests are
  expect([...needed].filter((folder) => !copied.has(folder))).toEqual([]);
});

test('the README is read in one sitting: under 250 lines', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(250);
});
