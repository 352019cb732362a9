/** For citizens: where their dossier stands, by its code. No login, no personal data, never confidential procedures. */
import { z } from 'zod';
import { currentStep, isPaused, STATUSES, type DossierState } from '../../domain/dossier/state';
import { STATUS_WORDS, PAUSE_REASONS } from '../../domain/dossier/texts';
import { explain } from '../../domain/time/explain';
import { TimeError } from '../../domain/time/time-error';
import { CASE_COLUMNS, type CaseRow } from '../cases/rows';
import { NOBODY } from '../login/identity';
import { noticesToApplicant } from '../cases/moves';
import { notFound } from '../http/problems';
import { route, type Route } from '../http/route';
import { ExplanationLine } from '../cases/schemas';
import { Instant, PlainDate, Timeliness } from '../http/schemas';
import { optional, iso, ViewContext } from '../cases/view-context';
import { clockWord, codeOf } from '../cases/view-dossier';
import { withoutWords } from '../cases/without-words';

const CodeParams = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Za-z0-9.-]{5,60}$/)
    .meta({ description: 'Mã hồ sơ trên giấy hẹn (code)', examples: ['H21.901-261124-0001'] }),
});

const PublicDossier = z
  .strictObject({
    code: z.string().meta({ description: 'Mã hồ sơ', examples: ['H21.901-261124-0001'] }),
    procedure: z.string().meta({ description: 'Thủ tục', examples: ['Đăng ký khai sinh'] }),
    receivingUnit: z.string().meta({ description: 'Nơi tiếp nhận', examples: ['Phường Quy Nhơn'] }),
    status: z
      .enum(STATUSES as [string, ...string[]])
      .meta({ description: 'Trạng thái', examples: ['inProcess'] }),
    statusName: z.string().meta({ description: 'Tên trạng thái', examples: ['Đang giải quyết'] }),
    stage: z
      .string()
      .nullable()
      .meta({ description: 'Bước hiện tại', examples: ['Thẩm tra nội dung hồ sơ'] }),
    receivedAt: Instant,
    dueOn: PlainDate.nullable(),
    dueAt: Instant.nullable(),
    timeliness: Timeliness,
    clock: z
      .enum(['notStarted', 'running', 'paused', 'stopped'])
      .meta({ description: 'Thời hạn', examples: ['running'] }),
    missing: z
      .array(z.string())
      .optional()
      .meta({ description: 'Giấy tờ đang chờ bổ sung', examples: [['Giấy chứng sinh']] }),
    explanation: z.array(ExplanationLine).meta({ description: 'Vì sao hẹn ngày đó' }),
    notices: z
      .array(
        z.strictObject({
          at: Instant,
          text: z
            .string()
            .meta({ description: 'Nội dung', examples: ['H21.901-261124-0001: hạn mới thứ Hai 30/11/2026'] }),
        }),
      )
      .meta({ description: 'Đã báo cho người nộp, mới nhất trước: ngày hẹn đổi và vì sao' }),
  })
  .meta({ id: 'PublicDossier', description: 'Tình trạng hồ sơ cho người dân.' });

export const publicRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/dossiers/{code}',
      tag: 'public',
      summary: 'Tra cứu hồ sơ theo mã',
      params: CodeParams,
      returns: PublicDossier,
      public: true,
    },
    async ({ params }, deps) => {
      const { rows } = await deps.pool.query<CaseRow>(
        `SELECT ${CASE_COLUMNS} FROM cases c WHERE (c.code = $1 OR c.provisional_code = $1) AND c.kind = 'dossier'`,
        [params.code.toUpperCase()],
      );
      const row = rows[0];
      const state = row?.state as DossierState | undefined;
      if (!row || !state || state.confidential)
        throw notFound({ vi: 'Không có hồ sơ với mã này.', en: 'No dossier has this code.' });
      const view = new ViewContext(await deps.rules(), NOBODY, deps.now());
      const { dueOn, dueAt, timeliness } = view.due(row);
      const round = isPaused(state) ? state.supplements[state.supplements.length - 1] : undefined;
      return {
        code: codeOf(row),
        procedure: state.procedure.name,
        receivingUnit: view.unit(state.receivingUnitId).name,
        status: state.status,
        statusName: STATUS_WORDS[state.status].vi,
        stage: currentStep(state)?.name ?? null,
        receivedAt: iso(state.receivedAt),
        dueOn,
        dueAt,
        timeliness,
        clock: clockWord(row, state, view),
        ...optional('missing', round && round.receivedAt === null ? round.items : null),
        explanation: reasons(row, view),
        notices: await noticesToApplicant(deps.pool, row.id),
      };
    },
  ),
];

function reasons(row: CaseRow, view: ViewContext): object[] {
  const clock = row.clocks.find((one) => one.kind === 'legal');
  if (!clock?.ledger) return [];
  try {
    return explain(
      withoutWords(clock.ledger),
      view.rules.calendarOf(clock.calendarVersions),
      undefined,
      PAUSE_REASONS,
    );
  } catch (error) {
    if (error instanceof TimeError) return [];
    throw error;
  }
}
