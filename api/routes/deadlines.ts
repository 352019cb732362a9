/** The date calculator: the same counting that cases use, for anyone who wants to know beforehand. */
import { dueOf, explain, fromIso, resolveCalendar, type Calendar, type Ledger } from '../../domain/time';
import type { Rules } from '../../prisma/rules';
import { invalid } from '../problems';
import { route, type Route } from '../route';
import { Calculation, CalculationInput } from '../schemas/board';
import { iso } from '../views/context';
import type { z } from 'zod';

type Input = z.output<typeof CalculationInput>;

export const deadlineRoutes: Route[] = [
  route(
    {
      method: 'post',
      path: '/deadlines/calculate',
      tag: 'deadlines',
      summary: 'Tính hạn và giải thích',
      body: CalculationInput,
      returns: Calculation,
    },
    async ({ body }, deps) => {
      const calendar = calendarOf(body, await deps.rules());
      const ledger = ledgerOf(body);
      const due = dueOf(ledger, calendar);
      return {
        dueOn: due.dueOn,
        dueAt: iso(due.dueAt),
        originalDueOn: due.originalDueOn,
        provisional: due.provisional,
        calendarVersions: [...calendar.versions],
        explanation: explain(ledger, calendar),
      };
    },
  ),
];

/** `vn`: the national calendar alone; else a layer's or a unit's, with what lies below it. */
function calendarOf(
  { calendar = 'vn', asOf }: Input,
  { layers, organisation, calendarFor }: Rules,
): Calendar {
  const published = layers.filter((layer) => asOf === undefined || layer.publishedOn <= asOf);
  if (!published.some((layer) => layer.level === 'national'))
    throw invalid([
      {
        path: 'asOf',
        message: 'Chưa có lịch nào được công bố đến ngày này (no calendar was published by then).',
      },
    ]);
  if (organisation.unit(calendar)) return calendarFor(calendar, { asOf });
  const layer = published.find((one) => one.id === calendar);
  if (!layer)
    throw invalid([{ path: 'calendar', message: `Không có lịch "${calendar}" (unknown calendar).` }]);
  const levels = layer.level === 'national' ? ['national'] : ['national', 'province', 'unit'];
  return resolveCalendar(
    layers.filter((one) => levels.includes(one.level)),
    { asOf, unitId: layer.unitId, purpose: layer.purpose },
  );
}

function ledgerOf(input: Input): Ledger {
  const {
    unit,
    amount,
    cutoff,
    pauses = [],
    extensions = [],
    supplements = [],
    zone = '',
    zoneExtension,
  } = input;
  const paused = supplements.filter(({ policy }) => policy === 'PAUSE');
  const restarted = supplements.filter(({ policy }) => policy === 'RESTART');
  return {
    startAt: fromIso(input.receivedAt),
    startReason: 'tiếp nhận',
    term: { unit, amount, ...(cutoff ? { cutoff } : {}) },
    ...(zoneExtension ? { zoneExtension: { ...zoneExtension, zone } } : {}),
    extensions: extensions.map((one) => ({
      term: { unit: one.unit, amount: one.amount },
      reason: one.reason,
      ...(one.decidedAt ? { decidedAt: fromIso(one.decidedAt) } : {}),
    })),
    pauses: [
      ...pauses.map(({ from, to, reason }) => ({ from: fromIso(from), to: fromIso(to), reason })),
      ...paused.map((one) => ({
        from: fromIso(one.requestedAt),
        to: fromIso(one.reacceptedAt),
        reason: 'chờ bổ sung hồ sơ',
      })),
    ],
    suspensions: [],
    restarts: restarted.map((one) => ({
      requestedAt: fromIso(one.requestedAt),
      reacceptedAt: fromIso(one.reacceptedAt),
      reason: 'Bổ sung hồ sơ',
    })),
    owner: 'office',
  };
}
