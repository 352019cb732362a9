/** The date calculator and its reverse: the same counting that cases use, for anyone who wants to know beforehand. */
import type { z } from 'zod';
import { dateOf, minuteOfDay, startOfDay } from '../../domain/time/plain-date';
import { dueOf } from '../../domain/time/due';
import { explain } from '../../domain/time/explain';
import { latestStart } from '../../domain/time/backward';
import type { Calendar } from '../../domain/time/calendar';
import type { Due, Instant, Ledger, Term } from '../../domain/time/types';
import {
  calendarAsked,
  checkExtensions,
  checkLength,
  counted,
  dueAsked,
  ledgerAsked,
  Reader,
} from './calculation';
import { route, type Route } from '../http/route';
import { Calculation, CalculationInput, LatestStart, LatestStartInput } from './schemas';
import { iso } from '../cases/view-context';
import { whatIfRoutes } from './what-if/routes';

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
      const calendar = calendarAsked(body, await deps.rules());
      const ledger = ledgerAsked(body);
      checkExtensions(ledger, calendar);
      const due = dueAsked(ledger, calendar);
      return { originalDueOn: due.originalDueOn, ...reached(due, ledger, calendar) };
    },
  ),
  route(
    {
      method: 'post',
      path: '/deadlines/latest-start',
      tag: 'deadlines',
      summary: 'Phải bắt đầu chậm nhất khi nào',
      description: 'Đếm ngược từ hạn; dueAt của câu trả lời là hạn khi đếm xuôi trở lại từ lúc đó.',
      body: LatestStartInput,
      returns: LatestStart,
    },
    async ({ body }, deps) => {
      const { unit, amount, cutoff } = body;
      const term: Term = { unit, amount, ...(cutoff ? { cutoff } : {}) };
      checkLength([['amount', term]]);
      const calendar = calendarAsked(body, await deps.rules());
      const dueAt = wantedBy(body, calendar);
      const startAt = dayKept(
        counted(() => latestStart(dueAt, term, calendar)),
        term,
      );
      const ledger = startingAt(startAt, { term });
      return {
        latestStartAt: iso(startAt),
        latestStartOn: dateOf(startAt),
        ...reached(dueAsked(ledger, calendar), ledger, calendar),
      };
    },
  ),
  ...whatIfRoutes,
];

const reached = ({ dueOn, dueAt, provisional }: Due, ledger: Ledger, calendar: Calendar) => ({
  dueOn,
  dueAt: iso(dueAt),
  provisional,
  calendarVersions: [...calendar.versions],
  explanation: explain(ledger, calendar),
});

const startingAt = (startAt: Instant, more: Partial<Ledger>): Ledger => ({
  startAt,
  startReason: 'bắt đầu chậm nhất',
  extensions: [],
  pauses: [],
  suspensions: [],
  restarts: [],
  owner: 'office',
  ...more,
});

/** The instant asked for, or the end of work of the day, as for a date that a leader sets. */
function wantedBy({ dueAt, dueOn }: z.output<typeof LatestStartInput>, calendar: Calendar): Instant {
  const read = new Reader();
  const instant = dueAt === undefined ? 0 : read.instant(dueAt, 'dueAt');
  read.end();
  if (dueOn === undefined) return instant;
  return dueOf(startingAt(startOfDay(dueOn), { setDueOn: dueOn }), calendar).dueAt;
}

/** Where work ends at 24:00 the last moment is written a millisecond before, or it would be the next day's. */
const dayKept = (startAt: Instant, { unit }: Term): Instant =>
  unit !== 'HOUR' && minuteOfDay(startAt) === 0 ? startAt - 1 : startAt;
