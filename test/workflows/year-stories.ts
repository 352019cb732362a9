/** The stories of the year, each command on its day. Days are those of the file; see year.ts. */
import { FINANCE, QUY_NHON, SCIENCE } from '../support/cases';
import type { Publications } from './year-publications';
import type { Year } from './year';

export const STORM = 'bao-so-5';
export const FLOOD = 'lu-thang-11';

export interface Lived {
  /** Cases by story. */
  ids: Record<string, string>;
  /** What was written on a day of the story, in the words of the file. */
  seen: Record<string, unknown>;
}

const LEADER_DATE = (dueOn: string, setAt: number) =>
  ({ kind: 'leader', dueOn, setBy: 'gl-ubnd-tinh-chu-tich', setAt }) as const;
const EXPLAINED = { type: 'respond', outcome: 'explained', text: 'đã giải thích' };
const SOLVED = { type: 'respond', outcome: 'solved', text: 'đã cấp', evidence: 'BB 12' };
const CONFIRM = { type: 'confirm', wardId: QUY_NHON };

/** Every story in the order of its days; nothing is asked before the year is over. */
export async function live(year: Year, publications: Publications): Promise<Lived> {
  const lived: Lived = { ids: {}, seen: {} };
  for (const part of [newYear, tetAndSpring, summer, stormAndAutumn, flood])
    await part(year, publications, lived);
  await year.goTo('2027-03-15 18:00');
  return lived;
}

type Part = (year: Year, publications: Publications, lived: Lived) => Promise<void>;

/** Opened and accepted in the same minute, with the usual 15 working days. */
async function taken(year: Year, unitId: string): Promise<string> {
  const id = await year.open({ leadUnitIds: [unitId] });
  await year.order(id, { type: 'accept', unitId });
  return id;
}

async function answered(year: Year, id: string, unitId: string, answer = EXPLAINED): Promise<void> {
  await year.order(id, { ...answer, unitId });
  await year.order(id, CONFIRM);
}

/** On 25 December it is published that 2 January is closed and Saturday 10 January is worked instead. */
const newYear: Part = async (year, publications, { ids, seen }) => {
  await year.goTo('2025-12-15 09:00');
  ids.newYear = await year.open();
  ids.finished = await taken(year, SCIENCE);
  ids.kept = await taken(year, SCIENCE);
  await year.goTo('2025-12-16 09:00');
  await year.order(ids.newYear, { type: 'accept', unitId: SCIENCE });

  await year.goTo('2025-12-22 09:00');
  const planned = { outcome: 'planned', text: 'sẽ cấp', promisedOn: year.on('2026-03-06') };
  await year.order(ids.kept, { type: 'respond', unitId: SCIENCE, ...planned });
  await year.goTo('2025-12-23 09:00');
  await year.order(ids.kept, CONFIRM);
  await year.goTo('2025-12-24 09:00');
  await answered(year, ids.finished, SCIENCE);
  ids.madeGood = await taken(year, SCIENCE);

  await year.goTo('2025-12-25 10:00');
  seen.newYearBefore = await year.due(ids.newYear, `response:${SCIENCE}`);
  await publications.calendar(3);
  seen.newYearAfter = await year.due(ids.newYear, `response:${SCIENCE}`);

  await year.goTo('2026-01-09 09:00');
  await answered(year, ids.madeGood, SCIENCE);
};

const tetAndSpring: Part = async (year, publications, { ids, seen }) => {
  await year.goTo('2026-02-03 09:00');
  ids.tet = await year.open({ deadline: LEADER_DATE(year.on('2026-02-24'), await year.now()) });
  await year.goTo('2026-02-03 10:00');
  await year.order(ids.tet, { type: 'accept', unitId: SCIENCE });

  await year.goTo('2026-03-02 09:00');
  await answered(year, ids.kept ?? '', SCIENCE, SOLVED);

  await year.goTo('2026-03-16 09:00');
  ids.silent = await year.open();
  await year.goTo('2026-03-17 09:00');
  await year.order(ids.silent, { ...EXPLAINED, unitId: SCIENCE });
  await year.goTo('2026-04-06 09:00');
  await year.order(ids.silent, { type: 'confirm', unitId: SCIENCE }, { relations: ['office'] });

  await year.goTo('2026-04-24 09:00');
  ids.culture = await year.receive({ unit: 'DAY', amount: 214 });
  await year.goTo('2026-05-08 09:00');
  seen.cultureBefore = await year.due(ids.culture, 'legal');
  await publications.calendar(4);
  seen.cultureAfter = await year.due(ids.culture, 'legal');
};

const summer: Part = async (year, _publications, { ids }) => {
  await year.goTo('2026-05-11 09:00');
  ids.extended = await year.open({ deadline: LEADER_DATE(year.on('2026-05-29'), await year.now()) });
  await year.goTo('2026-05-11 10:00');
  await year.order(ids.extended, { type: 'accept', unitId: SCIENCE });
  await year.goTo('2026-05-27 09:00');
  const longer = { unitId: SCIENCE, newDueOn: year.on('2026-06-19'), reason: 'chờ báo giá' };
  await year.order(ids.extended, { type: 'requestExtension', ...longer });
  await year.order(ids.extended, { type: 'decideExtension', unitId: SCIENCE, granted: true });

  await year.goTo('2026-07-06 09:00');
  ids.paused = await year.open();
  await year.goTo('2026-07-06 10:00');
  await year.order(ids.paused, { type: 'accept', unitId: SCIENCE });
  await year.goTo('2026-07-15 09:00');
  await year.order(ids.paused, { type: 'requestInformation', unitId: SCIENCE, question: 'Cần mấy máy?' });
  await year.goTo('2026-08-12 10:00');
  await year.order(ids.paused, { type: 'provideInformation', answer: 'Ba máy' });
};

/** A storm is told four days ahead: the finance department rests on 21 and 22 September and until noon of the 23rd. */
const stormAndAutumn: Part = async (year, publications, { ids, seen }) => {
  await year.goTo('2026-08-25 09:00');
  ids.stormLate = await taken(year, FINANCE);
  await year.goTo('2026-08-26 09:00');
  ids.stormEdge = await taken(year, FINANCE);
  await year.goTo('2026-09-07 09:00');
  ids.storm = await taken(year, FINANCE);
  await year.goTo('2026-09-17 09:00');
  const storm = { name: 'Bão số 5', unitIds: [FINANCE], from: '2026-09-21 00:00', to: '2026-09-23 12:00' };
  await publications.suspension(STORM, storm);

  await year.goTo('2026-09-21 09:00');
  ids.longWork = await year.receive({ unit: 'WORKING_DAY', amount: 75 });
  ids.promised = await year.open();
  const planned = { outcome: 'planned', text: 'sẽ cấp', promisedOn: year.on('2027-02-12') };
  await year.order(ids.promised, { type: 'respond', unitId: SCIENCE, ...planned });
  await year.goTo('2026-09-22 09:00');
  await year.order(ids.promised, CONFIRM);

  await year.goTo('2026-10-01 10:00');
  seen.promisedBefore = await year.waiting(ids.promised, `promise:${SCIENCE}`);
  seen.longWorkBefore = await year.due(ids.longWork, 'legal');
  await publications.calendar(5);
  seen.promisedAfter = await year.waiting(ids.promised, `promise:${SCIENCE}`);
  seen.longWorkAfter = await year.due(ids.longWork, 'legal');
};

/**
 * A flood is declared on Monday afternoon, from Friday noon on and until further notice; it is over on Sunday the 15th.
 * By then one case was known to be late that no longer is, and another had been reminded of a date that stands now.
 */
const flood: Part = async (year, publications, { ids, seen }) => {
  const place = { name: 'Lũ tháng 11', unitIds: [FINANCE], from: '2026-11-06 12:00' };
  await year.goTo('2026-10-16 09:00');
  ids.floodLate = await taken(year, FINANCE);
  await year.goTo('2026-10-22 09:00');
  ids.flood = await taken(year, FINANCE);
  await year.goTo('2026-11-09 14:00');
  await publications.suspension(FLOOD, { ...place, to: null });
  seen.floodStands = await year.due(ids.flood, `response:${FINANCE}`);
  seen.floodHeld = await year.waiting(ids.flood, `response:${FINANCE}`);
  seen.floodLateHeld = await year.waiting(ids.floodLate, `response:${FINANCE}`);

  await year.goTo('2026-11-11 09:00');
  ids.during = await year.open({ leadUnitIds: [FINANCE] });
  await year.goTo('2026-11-15 16:00');
  await publications.suspension(FLOOD, { ...place, to: '2026-11-15 16:00' });
  await year.goTo('2026-11-16 09:00');
  await year.order(ids.during, { type: 'accept', unitId: FINANCE });
  await year.goTo('2026-11-20 09:00');
  await answered(year, ids.during, FINANCE);
};
