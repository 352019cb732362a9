import { publishable, validateEscalation } from '../../../domain/escalation/validate';
import published from '../../../prisma/seed/escalation.json';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- broken on purpose

/** The published rules with one thing changed. */
function changed(change: (rules: Json) => void): Json {
  const rules = structuredClone(published) as Json;
  change(rules);
  return rules;
}
const ladder = (rules: Json, id: string): Json => rules.ladders.find((one: Json) => one.id === id);
const rung = (rules: Json, id: string): Json =>
  rules.ladders.flatMap((one: Json) => one.steps).find((one: Json) => one.id === id);
const faults = (change: (rules: Json) => void): string[] =>
  validateEscalation(changed(change)).map(({ code, path }) => `${code} ${path}`);

test('the rules as published have no fault', () => {
  expect(validateEscalation(published)).toEqual([]);
  expect(publishable(published)).toBe(published);
});

// Ladders in the order of the file: 0 LD-DOSSIER, 1 LD-DOSSIER-STEP, 2 LD-RECOMMENDATION, 3 LD-NO-OWNER,
// 4 LD-WARD-INFORMATION, 5 LD-WARD-CONFIRMATION, 6 LD-DIRECTIVE, 7 LD-URGENT, 8 LD-ACKNOWLEDGEMENT, 9 LD-CONTRIBUTION.
describe('refused:', () => {
  test.each<[string, (rules: Json) => void, string[]]>([
    ['a field no rule reads', (r) => (r.weekend = true), ['UNKNOWN_FIELD weekend']],
    [
      'a field of a rung no rule reads',
      (r) => (rung(r, 'K1').workingTime = true),
      ['UNKNOWN_FIELD ladders[2].steps[0].workingTime'],
    ],
    [
      'a unit selector nobody knows',
      (r) => (rung(r, 'K4').addressee.unit = 'giver'),
      ['UNKNOWN_ADDRESSEE ladders[2].steps[3].addressee.unit'],
    ],
    [
      'a post nobody knows',
      (r) => (rung(r, 'K1').addressee.role = 'secretary'),
      ['UNKNOWN_ADDRESSEE ladders[2].steps[0].addressee.role'],
    ],
    [
      'a post the unit does not have: an officer of the province would be its leader',
      (r) => (rung(r, 'K5').alsoNotify[0].role = 'officer'),
      ['UNKNOWN_ADDRESSEE ladders[2].steps[4].alsoNotify[0].role'],
    ],
    [
      'an action without words',
      (r) => (rung(r, 'K1').action = 'shout'),
      ['UNKNOWN_ACTION ladders[2].steps[0].action'],
    ],
    [
      'a ladder no clock climbs',
      (r) => (ladder(r, 'LD-DIRECTIVE').id = 'LD-DIRECTIVES'),
      ['MISSING_LADDER ladders', 'UNKNOWN_LADDER ladders[6].id'],
    ],
    [
      'a ladder for another purpose than its clocks have',
      (r) => (ladder(r, 'LD-URGENT').appliesTo = 'dossier'),
      ['NO_EFFECT ladders[7].appliesTo'],
    ],
    [
      'two ladders of one id',
      (r) => r.ladders.push({ ...ladder(r, 'LD-DOSSIER'), steps: [{ ...rung(r, 'E3'), id: 'E9' }] }),
      ['DUPLICATE_ID ladders[10].id'],
    ],
    ['two rungs of one id', (r) => (rung(r, 'U1').id = 'K1'), ['DUPLICATE_ID ladders[7].steps[0].id']],
    [
      'the chair called because nobody accepted',
      (r) => (rung(r, 'A3').addressee = { unit: 'province', role: 'chair' }),
      ['ABOVE_CHIEF_OF_OFFICE ladders[8].steps[2].addressee'],
    ],
    [
      'the vice-chair told of a missing contribution',
      (r) => (rung(r, 'B3').alsoNotify = [{ unit: 'province', role: 'vice-chair' }]),
      ['ABOVE_CHIEF_OF_OFFICE ladders[9].steps[2].alsoNotify[0]'],
    ],
    [
      'a rung that counts days and minutes',
      (r) => (rung(r, 'U1').offsetWorkingDays = 0),
      ['BAD_OFFSET ladders[7].steps[0]'],
    ],
    [
      'a rung that counts neither',
      (r) => delete rung(r, 'U1').offsetMinutes,
      ['BAD_OFFSET ladders[7].steps[0]'],
    ],
    [
      'minutes, which may end at night, in a ladder of the day',
      (r) =>
        Object.assign(rung(r, 'K3'), { offsetMinutes: 0, offsetWorkingDays: undefined, atTime: undefined }),
      ['BAD_VALUE ladders[2].steps[2].offsetWorkingDays', 'BAD_VALUE ladders[2].steps[2].atTime'],
    ],
    [
      'minutes in a ladder of the day, said rightly',
      (r) => {
        delete rung(r, 'K3').offsetWorkingDays;
        delete rung(r, 'K3').atTime;
        rung(r, 'K3').offsetMinutes = 0;
      },
      ['BAD_OFFSET ladders[2].steps[2].offsetMinutes'],
    ],
    [
      'an hour beside minutes',
      (r) => (rung(r, 'U1').atTime = '08:00'),
      ['NO_EFFECT ladders[7].steps[0].atTime'],
    ],
    [
      'a call at night',
      (r) => (rung(r, 'K1').atTime = '23:00'),
      ['OUTSIDE_QUIET_HOURS ladders[2].steps[0].atTime'],
    ],
    [
      'a letter before the offices open',
      (r) => (r.digest.at = ['07:00', '13:30']),
      ['OUTSIDE_QUIET_HOURS digest.at[0]'],
    ],
    ['letters out of order', (r) => (r.digest.at = ['13:30', '08:05']), ['WRONG_ORDER digest.at[1]']],
    [
      'hours that end before they begin',
      (r) => Object.assign(r.quietHours, { from: '17:30' }),
      expect.arrayContaining(['WRONG_ORDER quietHours.to']),
    ],
    [
      'a higher level called earlier than the one below it',
      (r) => (rung(r, 'K4').offsetWorkingDays = -2),
      ['WRONG_ORDER ladders[2].steps[3]'],
    ],
    ['a level that falls', (r) => (rung(r, 'K4').level = 2), ['WRONG_ORDER ladders[2].steps[3]']],
    [
      'calls after the due day without a first one on it',
      (r) => (rung(r, 'T1').offsetWorkingDays = 1),
      ['NO_FIRST_CALL ladders[3].steps'],
    ],
    [
      'letters at once for an action no rung has',
      (r) => (r.digest.immediately = ['urgent-call', 'fire']),
      ['NO_EFFECT digest.immediately[1]'],
    ],
    ['terms in other units', (r) => (r.defaultSla.unit = 'HOUR'), ['BAD_VALUE defaultSla.unit']],
    [
      'a category without a term',
      (r) => delete r.defaultSla.byCategory.policy,
      ['MISSING_FIELD defaultSla.byCategory.policy'],
    ],
    [
      'a category nobody has',
      (r) => (r.defaultSla.byCategory.roads = 15),
      ['UNKNOWN_FIELD defaultSla.byCategory.roads'],
    ],
    ['a term of no days', (r) => (r.defaultSla.triage = 0), ['BAD_VALUE defaultSla.triage']],
    ['half a working day as a term', (r) => (r.defaultSla.triage = 1.5), ['BAD_VALUE defaultSla.triage']],
    [
      'limits for dossiers, which their procedures have',
      (r) => (r.rules.extension.dossier = { maxCount: 1 }),
      ['UNKNOWN_FIELD rules.extension.dossier'],
    ],
    ['an hour that is none', (r) => (rung(r, 'K1').atTime = '8h'), ['BAD_VALUE ladders[2].steps[0].atTime']],
    ['no letters at all', (r) => (r.digest.at = []), ['BAD_VALUE digest.at']],
    ['a ladder without rungs', (r) => (ladder(r, 'LD-URGENT').steps = []), ['BAD_VALUE ladders[7].steps']],
    [
      'a number as an acknowledgement',
      (r) => (rung(r, 'K1').requiresAcknowledgement = 1),
      ['BAD_VALUE ladders[2].steps[0].requiresAcknowledgement'],
    ],
  ])('%s', (_, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  test.each([null, [], 'rules', 7])('%p, which is no document', (document) => {
    expect(validateEscalation(document)).toEqual([
      { code: 'BAD_VALUE', path: '', detail: 'Phải là đối tượng' },
    ]);
  });
});

test('all faults are told at once, each with its place', () => {
  const broken = changed((rules) => {
    rules.dueSoon = { workingDaysLeft: 'two' };
    delete rules.noticeGraceSeconds;
    rules.extra = 1;
  });
  expect(() => publishable(broken)).toThrow(
    [
      'escalation rules cannot be published:',
      'noticeGraceSeconds: MISSING_FIELD Thiếu',
      'dueSoon.workingDaysLeft: BAD_VALUE Phải là số nguyên từ 1 đến 30',
      'extra: UNKNOWN_FIELD Không quy tắc nào đọc trường này',
    ].join('\n'),
  );
});

test('only the answer and the promise of a recommendation, and directives, ever reach the leaders of the province', () => {
  const through = published.ladders
    .filter(({ steps }) =>
      steps.some((step) =>
        [step.addressee, ...('alsoNotify' in step ? (step.alsoNotify ?? []) : [])].some(
          ({ unit }) => unit === 'province',
        ),
      ),
    )
    .map(({ id }) => id);
  expect(through.sort()).toEqual(['LD-DIRECTIVE', 'LD-RECOMMENDATION', 'LD-URGENT']);
});
