import path from 'node:path';
import { DEMO_USERS } from '../../api/login/demo-issuer';
import { type ChildSpec, type ProgramSpec, seconds } from './child';
import { ErrorDigest } from './error-digest';
import { logFile, tail } from './files';
import { DataDirLock } from './lock';
import { migrate } from './migrate';
import { isFreeEverywhere, rememberedPorts } from './ports';
import { answers, embeddedPostgres } from './postgres';
import { StartProblem, oneLine, until } from './problem';
import { childEnvironment, PROJECT_ROOT, type Settings } from '../../settings/environment';
import { Supervisor } from './supervise';
import { temporalAnswers, temporalServer } from './temporal';

/** How to run a TypeScript file of this project. */
const TYPESCRIPT = ['-r', '@swc-node/register'];
/** How long all may take from the API's start until a command can be accepted (ms). */
const READY_LIMIT_MS = 90_000;
/** How long a database or Temporal server that others run may take to answer: they may be starting too (ms). */
const OTHERS_LIMIT_MS = 15_000;

interface Servers {
  databaseUrl: string;
  ownerUrl: string;
  temporalAddress: string;
  uiPort: number | undefined;
}

/** One instance, from the first check to the line `ready …`, and its end. */
export class Launch {
  private supervisor: Supervisor | undefined;
  private stopped = false;
  private readonly digest = new ErrorDigest((text) => this.say(`! ${text}`));

  constructor(private readonly settings: Settings<'launcher'>) {}

  /** Brings everything up; throws a StartProblem where a person has to do something. */
  async start(): Promise<void> {
    const { settings } = this;
    const lock = await DataDirLock.take(settings.DATA_DIR, settings.PORT);
    const supervisor = new Supervisor(lock, (text) => this.say(`! ${text}`));
    this.supervisor = supervisor;
    if (!(await isFreeEverywhere(settings.PORT))) throw busyPort(settings.PORT);
    console.log(`Thông Suốt — dữ liệu: ${settings.DATA_DIR}`);
    const servers = await this.servers(supervisor);
    await this.stage('Nâng cấp dữ liệu (migrations)', async () => {
      const applied = await migrate(servers.ownerUrl);
      return applied.length > 0 ? applied.join(', ') : 'đã mới nhất (up to date)';
    });
    const env = this.environment(servers);
    await this.demoData(supervisor, env);
    await this.server(supervisor, this.program('worker', 'Worker', 'activities/worker.ts', env));
    await this.server(supervisor, this.program('api', 'API', 'api/server.ts', env), () =>
      this.responds('/healthz'),
    );
    if (this.stopped) return;
    await this.stage('Sẵn sàng nhận lệnh (ready)', () => this.waitUntilReady());
    await this.demoMeetings(supervisor, env);
    if (!this.stopped) this.welcome(servers);
  }

  private async servers(supervisor: Supervisor): Promise<Servers> {
    const {
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      PORT: port,
    } = this.settings;
    const ports = await rememberedPorts(dataDir, ['postgres', 'temporal', 'temporalUi'] as const, [port]);
    const database = databaseUrl
      ? await this.stage('PostgreSQL', () =>
          this.existingDatabase(databaseUrl, databaseOwnerUrl ?? databaseUrl),
        )
      : await this.stage('PostgreSQL', async () => {
          const embedded = await embeddedPostgres({
            dataDir,
            port: ports.postgres,
            task: (spec) => supervisor.task(spec),
          });
          await supervisor.run(embedded.child);
          if (!this.stopped) await embedded.prepare();
          return {
            databaseUrl: embedded.appUrl,
            ownerUrl: embedded.ownerUrl,
            note: `127.0.0.1:${ports.postgres}`,
          };
        });
    if (temporalAddress) {
      await this.stage('Temporal', () => this.existingTemporal(temporalAddress, namespace));
      return { ...database, temporalAddress, uiPort: undefined };
    }
    await this.stage('Temporal', async () => {
      const say = (text: string): void => this.say(`  Temporal: ${text}`);
      await supervisor.run(
        await temporalServer({ dataDir, port: ports.temporal, uiPort: ports.temporalUi, namespace, say }),
      );
      return `127.0.0.1:${ports.temporal}`;
    });
    return { ...database, temporalAddress: `127.0.0.1:${ports.temporal}`, uiPort: ports.temporalUi };
  }

  private async existingDatabase(databaseUrl: string, ownerUrl: string) {
    if (await until(() => answers(ownerUrl), OTHERS_LIMIT_MS, 500)) return { databaseUrl, ownerUrl };
    throw new StartProblem(
      'Cơ sở dữ liệu trong DATABASE_URL không trả lời: kiểm tra địa chỉ, tài khoản và mật khẩu ' +
        `(the database of DATABASE_URL does not answer: ${await answers(ownerUrl).catch(oneLine)}).`,
    );
  }

  private async existingTemporal(address: string, namespace: string): Promise<string> {
    if (await until(() => temporalAnswers(address, namespace), OTHERS_LIMIT_MS, 500)) return address;
    throw new StartProblem(
      `Temporal ở ${address} không trả lời hoặc không có namespace "${namespace}": kiểm tra TEMPORAL_ADDRESS và ` +
        'TEMPORAL_NAMESPACE (the Temporal server does not answer, or lacks the namespace).',
    );
  }

  private environment({ databaseUrl, ownerUrl, temporalAddress }: Servers): NodeJS.ProcessEnv {
    const { settings } = this;
    return childEnvironment({
      DATABASE_URL: databaseUrl,
      DATABASE_OWNER_URL: ownerUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: settings.TEMPORAL_NAMESPACE,
      PORT: String(settings.PORT),
      DATA_DIR: settings.DATA_DIR,
      DEMO: settings.DEMO ? '1' : '0',
      TZ: 'UTC',
      NODE_ENV: settings.NODE_ENV,
    });
  }

  /** The demo province, loaded by its own program, which knows whether it is there already. */
  private demoData(supervisor: Supervisor, env: NodeJS.ProcessEnv): Promise<void> {
    return this.demoStage(
      supervisor,
      'load-demo',
      'Dữ liệu mẫu (demo data)',
      'prisma/seed/load-demo.ts',
      env,
    );
  }

  /** The demo's meetings, entered through the API as the provincial office would; entered already changes nothing. */
  private demoMeetings(supervisor: Supervisor, env: NodeJS.ProcessEnv): Promise<void> {
    const script = 'scripts/open-demo-meetings.ts';
    // With an issuer of the province's own, nobody here can act for its office.
    if (this.settings.OIDC_ISSUER) return Promise.resolve();
    return this.demoStage(supervisor, 'demo-meetings', 'Cuộc họp mẫu (demo meetings)', script, env);
  }

  private async demoStage(
    supervisor: Supervisor,
    name: string,
    title: string,
    script: string,
    env: NodeJS.ProcessEnv,
  ): Promise<void> {
    if (!this.settings.DEMO || this.stopped) return;
    await this.stage(title, async () => {
      const program = this.program(name, title, script, env);
      if ((await supervisor.task(program)) === 0 || this.stopped) return;
      throw new StartProblem(
        `Không nạp được ${title.toLowerCase()}; xem ${program.log}: ${tail(program.log)}`,
      );
    });
  }

  /** Worker and API see only the application's role. */
  private async server(
    supervisor: Supervisor,
    program: ProgramSpec,
    ready?: ChildSpec['ready'],
  ): Promise<void> {
    if (this.stopped) return;
    const env = { ...program.env, DATABASE_OWNER_URL: undefined };
    this.digest.follow(program.label, program.log);
    await this.stage(program.label, () =>
      supervisor.run({ ...program, env, ready, readyLimitMs: READY_LIMIT_MS }),
    );
  }

  private program(name: string, label: string, script: string, env: NodeJS.ProcessEnv): ProgramSpec {
    return {
      name,
      label,
      command: process.execPath,
      args: [...TYPESCRIPT, script],
      env,
      cwd: PROJECT_ROOT,
      log: logFile(this.settings.DATA_DIR, name),
      stop: 'SIGTERM',
      graceMs: 12_000, // the worker drains its activities, the API its requests
    };
  }

  private async responds(where: string): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.settings.PORT}${where}`, {
      signal: AbortSignal.timeout(3_000),
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  }

  private async waitUntilReady(): Promise<void> {
    const ready = await until(
      async () => this.stopped || (await this.responds('/readyz')),
      READY_LIMIT_MS,
      250,
    );
    if (ready) return;
    throw new StartProblem(
      `Sau ${READY_LIMIT_MS / 1000} giây vẫn chưa nhận được lệnh (not ready: GET /readyz never answered 200); xem ` +
        `${path.join(this.settings.DATA_DIR, 'logs')}.`,
    );
  }

  /** Runs one step and tells how long it took; nothing more is begun once the end was asked for. */
  private async stage<T>(title: string, work: () => Promise<T>): Promise<T> {
    const begun = Date.now();
    const result = await work();
    const note = typeof result === 'string' ? result : (result as { note?: string } | undefined)?.note;
    if (!this.stopped)
      this.say(`✓ ${title.padEnd(32)} ${seconds(Date.now() - begun).padStart(9)}${note ? `   ${note}` : ''}`);
    return result;
  }

  private welcome({ uiPort }: Servers): void {
    const base = `http://127.0.0.1:${this.settings.PORT}`;
    console.log(`ready ${base}`);
    const lines = [
      '',
      `  API            ${base}/api/v1`,
      `  Tài liệu API   ${base}/docs`,
      ...(uiPort ? [`  Temporal UI    http://127.0.0.1:${uiPort}`] : []),
      `  Nhật ký        ${path.join(this.settings.DATA_DIR, 'logs')}`,
      ...(this.settings.DEMO ? this.demoHelp(base) : this.settings.OIDC_ISSUER ? [] : NOBODY_CAN_LOG_IN),
      '',
      '  Ctrl-C để dừng (stops everything).',
    ];
    console.log(lines.join('\n'));
  }

  private demoHelp(base: string): string[] {
    const { PORT: port, DATA_DIR: dataDir } = this.settings;
    const own = [
      port === 3000 ? '' : `PORT=${port} `,
      dataDir === path.join(PROJECT_ROOT, '.data') ? '' : `DATA_DIR=${dataDir} `,
    ];
    const users = DEMO_USERS.map(({ user, label }) => `    ${user.padEnd(17)}${label}`);
    return [
      '',
      '  Người dùng mẫu (demo users):',
      ...users,
      '',
      '  Thử ngay (try):',
      `  curl -H "Authorization: Bearer $(${own.join('')}npm run --silent token -- chair)" ${base}/api/v1/dashboard`,
    ];
  }

  private say(text: string): void {
    console.log(text);
  }

  /** Ends everything, in order. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.digest.stop();
    await this.supervisor?.stop();
  }

  /** Ends everything at once. */
  async kill(): Promise<void> {
    await this.supervisor?.kill();
  }
}

const NOBODY_CAN_LOG_IN = [
  '',
  '  DEMO=0: hãy đặt OIDC_ISSUER để có người đăng nhập (set OIDC_ISSUER, or nobody can log in).',
];

function busyPort(port: number): StartProblem {
  return new StartProblem(
    `Cổng ${port} đang bận: hãy dừng chương trình đang dùng cổng này hoặc chọn cổng khác, ví dụ PORT=${port + 1} npm start ` +
      `(port ${port} is in use; stop the other program or set another PORT).`,
  );
}
