/** What a procedure version lets the office do until when; the calendar is the national one, 24/11/2026 is a holiday. */
import { procedureFor } from '../../../domain/procedure/procedure';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import type { Suspension } from '../../../domain/time/suspension';
import type { Term } from '../../../domain/time/types';
import { BODIES, Story, at, definitionOf, resolved } from './support';

const days = (amount: number): Term => ({ unit: 'WORKING_DAY', amount });
const changed = (code: string, change: Partial<ProcedureDefinition>) =>
  resolved(procedureFor({ ...definitionOf(code), ...change }));

/** Building permit, ten working days: papers within 7 days, once more within 5 of the papers, turned away within 3. */
describe('asking for papers', () => {
  const rule = definitionOf('1.013225').supplement;
  const permit = (supplement: object = {}) =>
    new Story(
      changed('1.013225', { supplement: { policy: 'PAUSE', ...rule, ...supplement } }),
      '2026-11-25 09:00',
    );
  const asked = (story: Story, when: string) =>
    story.refusal(when, 'requestSupplement', BODIES.requestSupplement);

  test('the first time is possible up to the close of the seventh working day after receipt', () => {
    expect(asked(permit(), '2026-12-04 17:00')).toBeNull();
    expect(asked(permit(), '2026-12-04 17:01')).toBe('supplementTooLate');
    expect(asked(permit({ within: days(6) }), '2026-12-04 08:00')).toBe('supplementTooLate');
    expect(asked(permit({ within: undefined }), '2026-12-08 08:00')).toBeNull();
  });

  test('once more is possible up to the close of the fifth working day after the papers came', () => {
    const again = (supplement: object = {}) =>
      permit(supplement)
        .does('2026-11-26 09:00', 'requestSupplement', BODIES.requestSupplement)
        .does('2026-12-01 09:00', 'receiveSupplement', BODIES.receiveSupplement);
    expect(asked(again(), '2026-12-08 17:00')).toBeNull();
    expect(asked(again(), '2026-12-08 17:01')).toBe('supplementTooLate');
    expect(asked(again({ nextRoundWithin: days(4) }), '2026-12-08 08:00')).toBe('supplementTooLate');
    expect(asked(again({ nextRoundWithin: undefined }), '2026-12-09 08:00')).toBeNull();
  });

  test('the term stands while the dossier does, and while work in the commune is suspended', () => {
    const paused = permit()
      .does('2026-11-26 07:30', 'pause', BODIES.pause)
      .does('2026-11-30 07:30', 'resume', {});
    expect(asked(paused, '2026-12-08 17:00')).toBeNull();
    expect(asked(paused, '2026-12-08 17:01')).toBe('supplementTooLate');

    const flood: Suspension = {
      id: 'lu',
      version: 1,
      name: 'Lũ',
      unitIds: ['x'],
      from: at('2026-11-26 07:30'),
      to: at('2026-11-30 07:30'),
      legalBasis: 'CĐ 01',
      reason: 'Lũ',
      publishedAt: at('2026-11-26 07:00'),
    };
    const floods = (when: string) =>
      permit().refusal(when, 'requestSupplement', BODIES.requestSupplement, { suspensions: [flood] });
    expect([floods('2026-12-08 17:00'), floods('2026-12-08 17:01')]).toEqual([null, 'supplementTooLate']);
  });

  test('never asks for what a shared database holds, whether named by its id or its title', () => {
    const married = new Story(resolved(procedureFor(definitionOf('1.000894'))), '2026-11-25 09:00');
    const ask = (...items: string[]) =>
      married.refusal('2026-11-25 10:00', 'requestSupplement', { items, reason: 'Thiếu' });
    expect(ask('Tờ khai đăng ký kết hôn')).toBeNull();
    expect(ask('Ảnh', 'GIẤY xác nhận  tình trạng hôn nhân')).toBe('alreadyHeld');
    expect(ask('d2')).toBe('alreadyHeld');
    expect(ask('D1')).toBeNull();
  });
});

describe('turning a dossier away', () => {
  const online = (refusalWithin?: Term) =>
    new Story(
      changed('1.013225', { supplement: { policy: 'PAUSE', maxRounds: 2, refusalWithin } }),
      '2026-11-25 09:00',
      { channel: 'online' },
    );
  const turned = (story: Story, when: string) => story.refusal(when, 'refuse', BODIES.refuse);

  test('is possible up to the close of the third working day after it was handed in; then it is accepted', () => {
    expect(turned(online(days(3)), '2026-11-30 17:00')).toBeNull();
    expect(turned(online(days(3)), '2026-11-30 17:01')).toBe('refusalTooLate');
    expect(online(days(3)).refusal('2026-11-30 17:01', 'accept')).toBeNull();
    expect(turned(online(days(2)), '2026-11-30 08:00')).toBe('refusalTooLate');
    expect(turned(online(), '2027-03-01 08:00')).toBeNull();
  });
});

/** Correction of civil status, three working days, due 27/11/2026; three more for a verification, six in all. */
describe('moving the return date', () => {
  const extensions = definitionOf('1.004859').extensions ?? [];
  const correction = (change: object = {}, ...more: object[]) =>
    new Story(
      changed('1.004859', {
        extensions: [{ ...extensions[0], ...change }, ...more] as ProcedureDefinition['extensions'],
      }),
      '2026-11-23 09:00',
    );
  const moved = (story: Story, newDueOn: string, reason = 'VERIFICATION', when = '2026-11-25 09:00') =>
    story.refusal(when, 'extend', { newDueOn, reason });

  test('reaches as far as the procedure gives for the reason', () => {
    expect(moved(correction(), '2026-12-02')).toBeNull();
    expect(moved(correction(), '2026-12-03')).toBe('extensionTooLong');
    expect(moved(correction({ amount: 2 }), '2026-12-02')).toBe('extensionTooLong');
    expect(moved(correction({ amount: 4, resultCap: undefined }), '2026-12-03')).toBeNull();
    expect(moved(correction({ unit: 'DAY', amount: 4 }), '2026-12-02')).toBe('extensionTooLong');
  });

  test('never beyond the whole time that the procedure gives', () => {
    expect(moved(correction({ amount: 30 }), '2026-12-02')).toBeNull();
    expect(moved(correction({ amount: 30 }), '2026-12-03')).toBe('extensionTooLong');
    expect(moved(correction({ amount: 30, resultCap: days(7) }), '2026-12-03')).toBeNull();
  });

  test('for a reason of its own takes the amount of that reason; other words take the most there is', () => {
    const two = correction({}, { reason: 'REMOTE_50KM', unit: 'WORKING_DAY', amount: 5 });
    expect(moved(two, '2026-12-04', 'REMOTE_50KM')).toBeNull();
    expect(moved(two, '2026-12-04', 'VERIFICATION')).toBe('extensionTooLong');
    expect(moved(two, '2026-12-04', 'Đường sạt lở')).toBeNull();
    expect(moved(two, '2026-12-05', 'Đường sạt lở')).toBe('extensionTooLong');
  });

  test('is left to the head where the procedure lists no extension', () => {
    const marriage = new Story(resolved(procedureFor(definitionOf('1.004873'))), '2026-11-25 09:00');
    expect(moved(marriage, '2027-02-26', 'Chờ xác minh', '2026-11-26 09:00')).toBeNull();
  });

  test('counts from the date as the pauses have moved it', () => {
    const paused = correction()
      .does('2026-11-25 07:30', 'pause', BODIES.pause)
      .does('2026-11-27 07:30', 'resume', {});
    expect(moved(paused, '2026-12-04', 'VERIFICATION', '2026-11-27 09:00')).toBeNull();
    expect(moved(paused, '2026-12-07', 'VERIFICATION', '2026-11-27 09:00')).toBe('extensionTooLong');
  });
});
