/**
 * Whatever may be claimed can be finished or taken back. Written by hand from the rules, never from the code: who may do
 * what with the step of a dossier, in each situation it can be in.
 *
 * A cell is `yes`, `–` (no right), or why it is refused: `has` somebody has claimed it · `his` it is its claimer's ·
 * `given` it was handed to another · `free` nobody has claimed it · `none` there is nothing to recall · `over` it was
 * handed over more than 30 minutes ago.
 */
import { capacitiesOf } from '../../../domain/access/capacities';
import { capacitiesFor } from '../../../domain/access/commands';
import type { Member, MemberPosition } from '../../../domain/access/member';
import { maySee } from '../../../domain/access/visibility';
import type { Actor } from '../../../domain/case/case';
import { dossier } from '../../../domain/dossier/entity';
import { openingOf } from '../../../domain/dossier/events';
import { MATRIX } from '../../../domain/dossier/matrix';
import type { DossierState } from '../../../domain/dossier/state';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { postOf } from '../../../domain/procedure/posts';
import { versionInForce, procedureFor, resolveUnits } from '../../../domain/procedure/procedure';
import { fromIso } from '../../../domain/time/plain-date';
import procedures from '../../../prisma/seed/procedures.json';
import { demo } from '../organisation/demo';

const org = demo();
const WARD = 'gl-phuong-quy-nhon';

const POSTS = {
  /** The post of the step in hand, and a colleague in its office. */
  holder: 'ho-tich',
  peer: 'van-thu',
  /** Head of that office. */
  superior: 'chanh-van-phong',
  chair: 'chu-tich',
  vice: 'pct-1',
  otherVice: 'pct-2',
  /** Officer of another section, to whom work is handed, and the head there. */
  receiver: 'dia-chinh-xay-dung',
  receiversHead: 'truong-phong-kinh-te',
  counter: 'tiep-nhan',
  deputy: 'pho-giam-doc-ttpvhcc',
  stranger: 'bao-tro-xa-hoi',
} as const;
const SUBSTITUTES = {
  substitute: 'holder',
  superiorsSubstitute: 'superior',
  receiversSubstitute: 'receiver',
  vicesSubstitute: 'vice',
} as const;
type Post = keyof typeof POSTS;
type Who = Post | keyof typeof SUBSTITUTES;

function position(id: string, onBehalfOf?: string): MemberPosition {
  const found = org.position(`${WARD}-${id}`);
  if (!found) throw new Error(`no position ${id}`);
  const { unitId, level } = found;
  return { positionId: found.id, unitId, level, ...(onBehalfOf ? { onBehalfOf } : {}) };
}
const isSubstitute = (who: Who): who is keyof typeof SUBSTITUTES => Object.hasOwn(SUBSTITUTES, who);

/** A substitute has a post of their own in a third section, and acts in that of the absent. */
function member(who: Who): Member {
  const positions = isSubstitute(who)
    ? [position(POSTS.stranger), position(POSTS[SUBSTITUTES[who]], 'absent')]
    : [position(POSTS[who])];
  return { role: 'official', personId: `person-${who}`, positions };
}

const at = (minutes: number): number => fromIso('2026-11-25T09:00:00+07:00') + minutes * 60_000;

/** A dossier at a step of the demo ward, on which people act through their rights. */
class Desk {
  private constructor(public state: DossierState) {}

  static at(code: string, stepId: string): Desk {
    const definition = versionInForce(
      procedures.procedures as unknown as ProcedureDefinition[],
      code,
      '2026-11-25',
    );
    if (!definition) throw new Error(`no procedure ${code}`);
    const { type, data } = openingOf({
      procedure: resolveUnits(procedureFor(definition), (rule) => postOf(rule, WARD, org)),
      receivingUnitId: WARD,
      channel: 'inPerson',
      applicant: { name: 'Mẫu', kind: 'citizen' },
      receivedAt: at(0),
      documents: [],
    });
    const desk = new Desk(dossier.evolve(null, { type, at: at(0), by: null, data }, 'h'));
    for (let n = 0; desk.state.step?.id !== stepId && n < 9; n += 1)
      desk.append('completeStep', actor(POSTS.counter), {}, 0);
    return desk;
  }

  does(who: Who, type: string, minutes: number, fields: Record<string, unknown> = {}): this {
    const cell = this.cell(who, type, minutes, fields);
    if (cell !== 'yes') throw new Error(`${who} may not ${type}: ${cell}`);
    return this.append(
      type,
      actor(isSubstitute(who) ? POSTS[SUBSTITUTES[who]] : POSTS[who], who),
      fields,
      minutes,
    );
  }

  /** What the table says of somebody who gives the command now. */
  cell(who: Who, type: string, minutes: number, fields: Record<string, unknown> = {}): string {
    const capacities = capacitiesOf(member(who), this.state, org);
    const [used] = capacitiesFor(type, capacities, this.state);
    if (!used) return '–';
    const context = {
      version: this.state.version,
      dues: {},
      relations: capacities.map(({ relation }) => relation),
      actor: { ...actor('', who), positionId: used.positionId },
    };
    const refusal = dossier.refusal(this.state, { type, ...BODIES[type], ...fields }, context, at(minutes));
    return refusal ? (SAID[refusal.reason] ?? refusal.reason) : 'yes';
  }

  private append(type: string, by: Actor, fields: Record<string, unknown>, minutes: number): this {
    const context = { version: this.state.version, dues: {}, relations: [] };
    const event = dossier.outcome(this.state, { type, ...BODIES[type], ...fields }, at(minutes), by, context);
    this.state = dossier.evolve(this.state, { ...event, at: at(minutes), by }, 'h');
    return this;
  }
}

const actor = (post: string, who: string = post): Actor => ({
  subject: who,
  personId: `person-${who}`,
  name: who,
  positionId: `${WARD}-${post}`,
});
const BODIES: Record<string, Record<string, unknown>> = {
  returnToStep: { stepId: 'S1', reason: 'Cần kiểm tra lại' },
};
const SAID: Record<string, string> = {
  alreadyClaimed: 'has',
  claimedByAnother: 'his',
  handedToAnother: 'given',
  notClaimed: 'free',
  nothingToRecall: 'none',
  recallWindowOver: 'over',
};

const to = (post: Post) => ({
  toPositionId: `${WARD}-${POSTS[post]}`,
  toUnitId: position(POSTS[post]).unitId,
});
const COMMANDS = ['claim', 'completeStep', 'returnToStep', 'release', 'handOver', 'recall'];

/** Each line: who, then the cells of claim, completeStep, returnToStep, release, handOver, recall. */
function table(name: string, minutes: number, given: () => Desk, lines: string): void {
  describe(name, () => {
    test.each(
      lines
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/)),
    )('%s', (who, ...cells) => {
      const desk = given();
      expect(COMMANDS.map((type) => desk.cell(who as Who, type, minutes))).toEqual(cells);
    });
  });
}

const free = (): Desk => Desk.at('1.001193', 'S2');
const claimed = (): Desk => free().does('holder', 'claim', 5);
const handed = (): Desk => claimed().does('holder', 'handOver', 10, to('receiver'));
const taken = (): Desk => handed().does('receiver', 'claim', 15);
const openly = (): Desk => claimed().does('holder', 'handOver', 10);

table(
  'a step that nobody has claimed',
  20,
  free,
  `holder               yes  yes  yes  free  yes  –
   substitute           yes  yes  yes  free  yes  –
   peer                 yes  yes  yes  free  yes  –
   superior             yes  yes  yes  free  yes  none
   superiorsSubstitute  yes  yes  yes  free  yes  none
   chair                –    –    –    free  yes  none
   vice                 –    –    –    free  yes  none
   receiver             –    –    –    –     –    –
   receiversHead        –    –    –    –     –    –
   counter              –    –    –    –     –    –
   stranger             –    –    –    –     –    –`,
);

table(
  'a step that its holder has claimed',
  20,
  claimed,
  `holder               has  yes  yes  yes  yes  –
   substitute           has  yes  yes  yes  yes  –
   peer                 has  his  his  his  his  –
   superior             has  his  his  yes  yes  none
   superiorsSubstitute  has  his  his  yes  yes  none
   chair                –    –    –    yes  yes  none
   vice                 –    –    –    yes  yes  none
   receiver             –    –    –    –    –    –
   receiversHead        –    –    –    –    –    –
   counter              –    –    –    –    –    –
   stranger             –    –    –    –    –    –`,
);

table(
  'a step handed to the post of another section, not yet claimed there',
  20,
  handed,
  `holder               given  given  given  free  yes    yes
   substitute           given  given  given  free  yes    yes
   peer                 given  given  given  free  given  –
   superior             given  given  given  free  yes    yes
   superiorsSubstitute  given  given  given  free  yes    yes
   chair                –      –      –      free  yes    yes
   vice                 –      –      –      free  yes    yes
   receiver             yes    yes    yes    free  yes    –
   receiversSubstitute  yes    yes    yes    free  yes    –
   receiversHead        –      –      –      free  yes    yes
   counter              –      –      –      –     –      –
   stranger             –      –      –      –     –      –`,
);

table(
  'the same after half an hour: nobody recalls it, but it can be handed over again',
  41,
  handed,
  `holder               given  given  given  free  yes    over
   peer                 given  given  given  free  given  –
   superior             given  given  given  free  yes    over
   chair                –      –      –      free  yes    over
   receiver             yes    yes    yes    free  yes    –
   receiversHead        –      –      –      free  yes    over
   counter              –      –      –      –     –      –`,
);

table(
  'a step that the post it was handed to has claimed',
  20,
  taken,
  `receiver             has  yes  yes  yes  yes  –
   receiversSubstitute  has  yes  yes  yes  yes  –
   receiversHead        –    –    –    yes  yes  none
   holder               has  his  his  his  his  –
   peer                 has  his  his  his  his  –
   superior             has  his  his  yes  yes  none
   superiorsSubstitute  has  his  his  yes  yes  none
   chair                –    –    –    yes  yes  none
   vice                 –    –    –    yes  yes  none
   counter              –    –    –    –    –    –
   stranger             –    –    –    –    –    –`,
);

table(
  'a step handed over to nobody in particular',
  20,
  openly,
  `holder               yes  yes  yes  free  yes  yes
   substitute           yes  yes  yes  free  yes  yes
   peer                 yes  yes  yes  free  yes  –
   superior             yes  yes  yes  free  yes  yes
   chair                –    –    –    free  yes  yes
   receiver             –    –    –    –     –    –
   counter              –    –    –    –     –    –`,
);

table(
  "a vice-chair's step that one of them has claimed",
  20,
  () => Desk.at('1.001193', 'S4').does('vice', 'claim', 5),
  `vice                 has  yes  yes  yes  yes  –
   vicesSubstitute      has  yes  yes  yes  yes  –
   otherVice            has  his  his  his  his  –
   chair                has  his  his  yes  yes  none
   superior             –    –    –    –    –    –
   counter              –    –    –    –    –    –`,
);

table(
  'a step at a body outside, recorded by the counter that has claimed it',
  20,
  () => Desk.at('1.115354', 'S3').does('counter', 'claim', 5),
  `counter              has  yes  yes  yes  yes  –
   deputy               has  his  his  yes  yes  none
   chair                –    –    –    yes  yes  none
   holder               –    –    –    –    –    –
   receiver             –    –    –    –    –    –`,
);

test.each([
  ['holder', 'receiver'],
  ['peer', 'vice'],
  ['superior', 'counter'],
  ['receiver', 'chair'],
  ['counter', 'peer'],
] as [Post, Post][])(
  'handed to the %s and passed on to the %s: whoever claims it completes it, releases it, hands it over',
  (first, second) => {
    const desk = free().does('holder', 'handOver', 5, to(first)).does(first, 'claim', 6);
    for (const type of ['completeStep', 'release', 'handOver', 'returnToStep'])
      expect([first, type, desk.cell(first, type, 7)]).toEqual([first, type, 'yes']);
    desk.does(first, 'handOver', 7, to(second));
    expect(desk.cell(first, 'recall', 8)).toBe('yes');
    desk.does(second, 'claim', 8);
    for (const type of ['completeStep', 'release', 'handOver', 'returnToStep'])
      expect([second, type, desk.cell(second, type, 9)]).toEqual([second, type, 'yes']);
  },
);

test('released by whom it was handed to, the step is back with its own office', () => {
  const desk = taken().does('receiver', 'release', 20);
  expect(['holder', 'peer', 'receiver'].map((who) => desk.cell(who as Who, 'claim', 21))).toEqual([
    'yes',
    'yes',
    '–',
  ]);
});

test('released by a superior, it can be claimed by a colleague; handed over by one, by the new receiver', () => {
  expect(claimed().does('superior', 'release', 20).cell('peer', 'claim', 21)).toBe('yes');
  const desk = taken().does('superior', 'handOver', 20, to('peer'));
  expect([desk.cell('peer', 'claim', 21), desk.cell('receiver', 'completeStep', 21)]).toEqual(['yes', '–']);
});

test('recalled by a superior, it is back with whom had claimed it before', () => {
  const desk = handed().does('superior', 'recall', 20);
  expect(desk.state.step).toMatchObject({ claimedBy: { name: 'holder' }, handOver: null });
});

test('the office of the receiver finds the dossier while it lies at that step, and no longer', () => {
  const sees = (desk: Desk, who: Who): boolean => maySee(member(who), desk.state, org);
  expect([free(), handed(), taken()].map((desk) => sees(desk, 'receiversHead'))).toEqual([false, true, true]);
  expect(sees(taken(), 'stranger')).toBe(false);
  expect(sees(taken().does('receiver', 'completeStep', 20), 'receiversHead')).toBe(false);
});

test('commands on the step are possible at all where the tables speak of them', () => {
  expect(MATRIX.inProcess).toEqual(expect.arrayContaining(COMMANDS));
});
