/** Every field of the published escalation rules is obeyed, refused, or says something to people only. */
import { derive } from '../../../domain/case/derive';
import { expectedOf } from '../../../domain/escalation/actions';
import { silent } from '../../../domain/escalation/digest';
import { leavesAt } from '../../../domain/escalation/leaving';
import type { EscalationRules } from '../../../domain/escalation/rules';
import { toldBy } from '../../../domain/escalation/told';
import { validateEscalation } from '../../../domain/escalation/validate';
import { CATEGORIES } from '../../../domain/request/state';
import { timelinessOf } from '../../../domain/time/timeliness';
import { demo } from '../organisation/demo';
import { Story as Dossier, pinned } from '../dossier/support';
import { ESCALATION, FINANCE, RULES, SCIENCE, at, directive, routed, unrouted } from '../request/support';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- changed at will

const org = demo();
const calendar = RULES.calendarFor(SCIENCE);
const urgent = {
  kind: 'leader',
  dueAt: at('2026-12-10 15:00'),
  setBy: 'gl-chu-tich',
  setAt: at('2026-11-20 09:00'),
} as const;
const STATES = [
  ...CATEGORIES.map((category) => routed({ category })),
  routed({ supportingUnitIds: [FINANCE] }),
  routed({ ladder: 'urgent', deadline: urgent }),
  routed().does('2026-11-23 09:00', 'requestInformation'),
  routed().does('2026-11-23 09:00', 'respond'),
  unrouted(),
  directive(),
].map(({ state }) => state);
const DOSSIER = new Dossier(pinned('1.001612'), '2026-11-25 09:00').state;

/** What people would see of the rules: dates and rungs, who is told when, in which words, who is silent, what is near. */
function seen(escalation: EscalationRules): string {
  const steps = escalation.ladders.flatMap((ladder) => ladder.steps.map((step) => ({ ladder, step })));
  const fired = ['2026-11-25 02:00', '2026-11-25 08:00', '2026-11-25 17:10', '2026-11-29 10:00'].map(at);
  return JSON.stringify([
    [...STATES, DOSSIER].map((state) => derive(state, { ...RULES, escalation })),
    steps.map(({ ladder, step }) => [
      fired.map((when) => leavesAt(when, ladder, step.action, escalation, calendar)),
      toldBy(step, { assignedUnitId: 'gl-phuong-quy-nhon' }, org, '2026-12-01'),
      toldBy(step, { assignedUnitId: SCIENCE }, org, '2026-12-01'),
      expectedOf({
        action: step.action,
        clock: 'response',
        document: step.document,
        isAddressee: true,
        requiresAcknowledgement: step.requiresAcknowledgement,
      }),
    ]),
    silent(
      fired.map((firedAt) => ({ firedAt })),
      escalation,
      calendar,
      at('2026-11-27 08:05'),
    ),
    ['2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01'].map((day) =>
      timelinessOf({
        dueAt: at(`${day} 17:00`),
        now: at('2026-11-25 09:00'),
        calendar,
        dueSoonDays: escalation.dueSoon.workingDaysLeft,
      }),
    ),
  ]);
}

const rung = (rules: Json, id: string): Json =>
  rules.ladders.flatMap((one: Json) => one.steps).find((one: Json) => one.id === id);
const URGENT = 7;

const OBEYED: [field: string, change: (rules: Json) => unknown][] = [
  ['ladders[].noticeGraceSeconds', (r) => (r.ladders[URGENT].noticeGraceSeconds = 30)],
  ['ladders[].steps[].id', (r) => (rung(r, 'K1').id = 'K0')],
  ['ladders[].steps[].level', (r) => (rung(r, 'K5').level = 6)],
  ['ladders[].steps[].offsetWorkingDays', (r) => (rung(r, 'K1').offsetWorkingDays = -4)],
  ['ladders[].steps[].offsetMinutes', (r) => (rung(r, 'U4').offsetMinutes = 4)],
  ['ladders[].steps[].atTime', (r) => (rung(r, 'K1').atTime = '09:00')],
  ['ladders[].steps[].addressee.unit', (r) => (rung(r, 'K1').addressee.unit = 'provincial-office')],
  ['ladders[].steps[].addressee.role', (r) => (rung(r, 'K1').addressee.role = 'director')],
  ['ladders[].steps[].alsoNotify[].unit', (r) => (rung(r, 'K2').alsoNotify[0].unit = 'provincial-office')],
  ['ladders[].steps[].alsoNotify[].role', (r) => (rung(r, 'K2').alsoNotify[0].role = 'deputy-director')],
  ['ladders[].steps[].action', (r) => (rung(r, 'K1').action = 'warn')],
  ['ladders[].steps[].document', (r) => (rung(r, 'K3').document = 'công văn')],
  ['ladders[].steps[].requiresAcknowledgement', (r) => (rung(r, 'K3').requiresAcknowledgement = false)],
  ['rules.acknowledgement.withinWorkingDays', (r) => (r.rules.acknowledgement.withinWorkingDays = 2)],
  ['defaultSla.acknowledgement', (r) => (r.defaultSla.acknowledgement = 3)],
  ['defaultSla.triage', (r) => (r.defaultSla.triage = 4)],
  ['defaultSla.informationOnlyReply', (r) => (r.defaultSla.informationOnlyReply = 9)],
  ['defaultSla.directive', (r) => (r.defaultSla.directive = 21)],
  ['defaultSla.information', (r) => (r.defaultSla.information = 6)],
  ['defaultSla.confirmation', (r) => (r.defaultSla.confirmation = 6)],
  ...CATEGORIES.map((name): (typeof OBEYED)[number] => [
    `defaultSla.byCategory.${name}`,
    (r) => (r.defaultSla.byCategory[name] += 1),
  ]),
  ['digest.at[]', (r) => (r.digest.at[0] = '08:30')],
  ['digest.immediately[]', (r) => (r.digest.immediately = ['warn'])],
  ['noticeGraceSeconds', (r) => (r.noticeGraceSeconds = 600)],
  ['dueSoon.workingDaysLeft', (r) => (r.dueSoon.workingDaysLeft = 3)],
];

const REFUSED: [field: string, change: (rules: Json) => unknown, code: string][] = [
  ['ladders[].id', (r) => (r.ladders[URGENT].id = 'LD-FIRE'), 'UNKNOWN_LADDER'],
  ['ladders[].appliesTo', (r) => (r.ladders[URGENT].appliesTo = 'dossier'), 'NO_EFFECT'],
  ['ladders[].anyHour', (r) => (r.ladders[URGENT].anyHour = false), 'BAD_OFFSET'],
  ['defaultSla.unit', (r) => (r.defaultSla.unit = 'DAY'), 'BAD_VALUE'],
  ['quietHours.from', (r) => (r.quietHours.from = '08:01'), 'OUTSIDE_QUIET_HOURS'],
  ['quietHours.to', (r) => (r.quietHours.to = '16:29'), 'OUTSIDE_QUIET_HOURS'],
];

/** Obeyed where commands are judged, see test/domain/request. */
const ELSEWHERE = ['rules.extension.recommendation.maxCount'];

/** Sentences and names; nobody decides by them. */
const SAID = [
  'certainty',
  'notes[]',
  'ladders[].name',
  'ladders[].clock',
  'ladders[].certainty',
  'ladders[].note',
  ...[
    'idempotent',
    'cancel',
    'pause',
    'catchUp',
    'noDeadline',
    'hold',
    'fallback',
    'leaderDate',
    'notBeforeDuty',
    'throughProvince',
    'urgentReminders',
    'extension.certainty',
    'extension.note',
    'acknowledgement.ifMissing',
  ].map((name) => `rules.${name}`),
  'defaultSla.label',
  'defaultSla.certainty',
  'defaultSla.note',
  'defaultSla.countsFrom',
  'quietHours.certainty',
  'quietHours.note',
  'digest.certainty',
  'digest.note',
  'digest.line',
  'dueSoon.certainty',
];

const changed = (change: (rules: Json) => unknown): Json => {
  const rules = structuredClone(ESCALATION) as unknown as Json;
  change(rules);
  return rules;
};
const AS_PUBLISHED = seen(ESCALATION);

test.each(OBEYED)('%s is obeyed', (_, change) => {
  const rules = changed(change);
  expect(validateEscalation(rules)).toEqual([]);
  expect(seen(rules as unknown as EscalationRules)).not.toBe(AS_PUBLISHED);
});

test.each(REFUSED)('%s is refused where it would not be obeyed', (_, change, code) => {
  expect(validateEscalation(changed(change)).map((fault) => fault.code)).toContain(code);
});

function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) => fieldsOf(one, path ? `${path}.${key}` : key));
}

test('every field of the published rules is in one of these lists, and no other', () => {
  const listed = [
    ...OBEYED.map(([field]) => field),
    ...REFUSED.map(([field]) => field),
    ...ELSEWHERE,
    ...SAID,
  ];
  expect([...new Set(fieldsOf(ESCALATION))].sort()).toEqual(listed.sort());
});

test('what is said to people is text', () => {
  for (const field of SAID.filter((name) => !name.includes('[]'))) {
    const rules = changed((r) => {
      const path = field.split('.');
      const last = path.pop() ?? '';
      path.reduce((at_: Json, key) => at_[key], r)[last] = 7;
    });
    expect(validateEscalation(rules)).toMatchObject([{ code: 'BAD_VALUE', path: field }]);
  }
});
