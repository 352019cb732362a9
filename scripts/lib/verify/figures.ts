/** What boards of past days read: without gaps or overlaps, and now what follows from the facts. */
import type { CaseState } from '../../../domain/case/case';
import type { Derived } from '../../../domain/case/derive';
import { figuresOf, WHOLE, type Figure } from '../../../domain/case/figures';
import { at, type Name } from './fault';
import { difference, stored } from './json';
import type { FigureRow, Whole } from './rows';

const columnsOf = (figure: Figure): Record<string, unknown> => ({
  status: figure.status,
  closed_at: figure.closedAt,
  due_on: figure.dueOn,
  due_at: figure.dueAt,
  done_at: figure.doneAt,
  stopped_at: figure.stoppedAt,
  stands_from: figure.standsFrom,
  answered_at: figure.answeredAt,
  rated: figure.rated,
});

export function checkFigures({ figures }: Whole, state: CaseState, derived: Derived, name: Name): void {
  const wanted = new Map(figuresOf(state, derived).map((figure) => [figure.part, figure]));
  const parts = new Set([...wanted.keys(), ...figures.map(({ part }) => part)]);
  for (const part of parts) {
    const rows = figures.filter((row) => row.part === part);
    checkSequence(rows, part, name);
    const now = rows.find(({ until }) => until === null);
    const want = wanted.get(part);
    if (!now !== !want) {
      name('figureDiffers', `${said(part)}: ${now ? 'counted, but owes nothing' : 'is not counted'}`);
      continue;
    }
    if (!now || !want) continue;
    const owed = columnsOf(want);
    const have = Object.fromEntries(Object.keys(owed).map((column) => [column, now[column]]));
    const differs = difference(stored(have), stored(owed));
    if (differs) name('figureDiffers', `${said(part)}: stored ≠ derived at ${differs}`);
  }
}

/** Of the case one row after the other; of a unit's part there may be times in which it had none. */
function checkSequence(rows: FigureRow[], part: string, name: Name): void {
  rows.slice(1).forEach((row, index) => {
    const until = rows[index]?.until ?? null;
    const isWrong = until === null || until > row.since || (part === WHOLE && until < row.since);
    if (isWrong)
      name('figureGap', `${said(part)}: one row until ${at(until)}, the next from ${at(row.since)}`);
  });
}

const said = (part: string): string => (part === WHOLE ? 'the case' : `the part of ${part}`);
