import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { StartProblem } from './problem';

/** How to run PostgreSQL's programs: they refuse to run as root. */
export interface RunAs {
  /** Who must own the files, when that is not the caller. */
  owner?: Account;
  /** What `spawn` has to be told; nothing when the command line does it. */
  ids: Account | Record<string, never>;
  /** The command line that runs `program` this way. */
  wrap(program: string, args: string[]): { command: string; args: string[] };
}

const DIRECT = (program: string, args: string[]) => ({ command: program, args });
const ACCOUNT = 'postgres';

/**
 * The account that runs PostgreSQL: the caller's own, or for root the system account `postgres` (made when missing).
 * Where that account cannot reach the project or the data directory (a clone in a folder with mode 700), root runs it
 * in a user namespace, in which root's own number is called `postgres`: the folders' modes stay as they are.
 */
export function postgresAccount(binary: string, dataDir: string): RunAs {
  if (process.getuid?.() !== 0) return { ids: {}, wrap: DIRECT };
  const account = lookUp() ?? create();
  if (reaches(account, binary, dataDir)) return { owner: account, ids: account, wrap: DIRECT };
  const namespace: RunAs = {
    owner: { uid: 0, gid: process.getgid?.() ?? 0 },
    ids: {},
    wrap: (program, args) => ({
      command: 'unshare',
      args: ['--user', `--map-user=${account.uid}`, `--map-group=${account.gid}`, '--', program, ...args],
    }),
  };
  const probe = namespace.wrap(binary, ['--version']);
  if (spawnSync(probe.command, probe.args, { cwd: '/' }).status === 0) return namespace;
  throw new StartProblem(
    `Tài khoản hệ thống "${ACCOUNT}" không đọc được ${path.dirname(binary)} hoặc ${dataDir}: hãy cho phép đi qua các ` +
      'thư mục cha (chmod o+x), hoặc chạy bằng tài khoản khác root ' +
      '(PostgreSQL does not run as root and its account cannot reach these folders).',
  );
}

/** A system account by its numbers. */
export interface Account {
  uid: number;
  gid: number;
}

function lookUp(): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(): Account {
  spawnSync('groupadd', ['--system', ACCOUNT]);
  spawnSync('useradd', ['--system', '--no-create-home', '-g', ACCOUNT, ACCOUNT]);
  const account = lookUp();
  if (account) return account;
  throw new StartProblem(
    `PostgreSQL không chạy bằng root và không tạo được tài khoản "${ACCOUNT}": hãy chạy bằng tài khoản thường, hoặc đặt ` +
      'DATABASE_URL (run as an ordinary user, create the account "postgres", or set DATABASE_URL).',
  );
}

function reaches(account: Account, binary: string, dataDir: string): boolean {
  const run = (command: string, args: string[]): boolean =>
    spawnSync(command, args, { ...account, cwd: '/' }).status === 0;
  return run(binary, ['--version']) && run('test', ['-x', dataDir]);
}

/** Gives a folder tree to the account, where it belongs to another (data moved from another machine). */
export function own(dir: string, account: Account): void {
  fs.lchownSync(dir, account.uid, account.gid);
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) own(file, account);
    else fs.lchownSync(file, account.uid, account.gid);
  }
}
