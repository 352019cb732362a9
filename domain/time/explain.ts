/** The reasons of a due date in words: what a receipt prints and a page shows. */
import type { Calendar } from './calendar';
import { anyProvisional, wayToDue, type Derivation, type Leg } from './due';
import {
  MINUTE_MS,
  clockOf,
  dateOf,
  dateOfDay,
  dayNumberOf,
  dayOf,
  dueDayOf,
  type DayNumber,
} from './plain-date';
import { receptionNote } from './reception';
import { DEFAULT_CUTOFF } from './terms';
import type { ExplanationLine, Instant, Ledger, Pause, Term } from './types';
import { dateWords, dayWords, deadlineWords, instantWords, numberWords, termWords, zoneWords } from './words';
import { workedMs, type DayView } from './working-time';

/** Reason code → words for people; a code without words is shown as it is. */
export type ReasonNames = Record<string, string>;

/**
 * The lines from the start to the result. The result line's `on` is the day `dueOf` gives for the same arguments.
 * Closed days are listed where they matter: every one passed by working time, and for calendar days and months only
 * those the date rolled over. `names` turns reason codes of pauses and extensions into words.
 * @throws TimeError as `dueOf`
 */
export function explain(
  ledger: Ledger,
  calendar: Calendar,
  asOf?: Instant,
  names: ReasonNames = {},
): ExplanationLine[] {
  const way = wayToDue(ledger, calendar, asOf);
  const named = (reason: string) => (Object.hasOwn(names, reason) && names[reason]) || reason;
  const dated = [
    ...way.legs.flatMap((leg) => dayLines(leg, calendar)),
    ...standingLines(ledger, calendar, asOf, named),
  ];
  const lines = [
    ...startLines(ledger, way, calendar),
    ...dated.sort((a, b) => (firstDay(a) < firstDay(b) ? -1 : firstDay(a) > firstDay(b) ? 1 : 0)),
    ...extensionLines(ledger, way, calendar, named),
    ...way.legs.flatMap((leg) => rollLines(leg, calendar)),
    ...way.outlasted.map((leg) => outlastedLine(leg, way)),
    ...resultLines(way),
  ];
  return lines.map((line) => flagged(line, touchesProvisional(line, calendar)));
}

/** Whether a line speaks of a day that is not officially announced. */
function touchesProvisional({ on, from = on, to = from }: ExplanationLine, calendar: Calendar): boolean {
  if (from === undefined || to === undefined) return false;
  return anyProvisional(calendar, dayNumberOf(from), dayNumberOf(to));
}

function firstDay({ from, on }: ExplanationLine): string {
  return from ?? on ?? '';
}

/** The rule by which the count begins, and what the hour of receipt does to it. */
function countedWords(term: Term, at: Instant, calendar: Calendar): string {
  const note = receptionNote(term, at, calendar);
  const after = note === null ? '' : ` ${note}`;
  switch (term.unit) {
    case 'HOUR':
      return note === null ? 'Tính theo giờ làm việc từ thời điểm này.' : `Tính theo giờ làm việc.${after}`;
    case 'SAME_DAY':
      return `Trả ngay trong ngày nếu nhận đến ${term.cutoff ?? DEFAULT_CUTOFF} của ngày làm việc.${after}`;
    default:
      return 'Ngày này không tính vào thời hạn.';
  }
}

function startLines(ledger: Ledger, { start }: Derivation, calendar: Calendar): ExplanationLine[] {
  const { term, zoneExtension, startAt, startReason } = ledger;
  const set = ledger.setDueOn !== undefined || ledger.setDueAt !== undefined;
  const rule =
    set || !term
      ? 'Hạn do người có thẩm quyền ấn định.'
      : `${term.unit === 'SAME_DAY' ? '' : `Thời hạn ${termWords(term)}. `}${countedWords(term, startAt, calendar)}`;
  const lines: ExplanationLine[] = [
    {
      kind: 'start',
      on: dateOf(startAt),
      name: startReason,
      text: `Bắt đầu tính từ ${instantWords(startAt)}: ${startReason}. ${rule}`,
    },
  ];
  const isAwaited = ledger.restarts.some((restart) => restart.reacceptedAt === null);
  if (start.at !== startAt && !isAwaited && term)
    lines.push({
      kind: 'start',
      on: dateOfDay(start.on),
      name: 'Tiếp nhận lại',
      text: `Tiếp nhận lại lúc ${instantWords(start.at)}: đếm lại từ đầu. ${countedWords(term, start.at, calendar)}`,
    });
  if (zoneExtension && !set)
    lines.push({
      kind: 'extension',
      on: dateOf(startAt),
      name: `Địa bàn ${zoneWords(zoneExtension.zone)}`,
      text: `Địa bàn ${zoneWords(zoneExtension.zone)}: cộng thêm ${termWords(zoneExtension)} theo quy định.`,
    });
  return lines;
}

/** Closed days passed, and days that have other hours than the weekly pattern gives them. */
function dayLines({ term, from, to }: Leg, calendar: Calendar): ExplanationLine[] {
  if (!term) return [];
  const inclusive = term.unit === 'HOUR' || term.unit === 'SAME_DAY';
  const calendarDays = term.unit === 'DAY' || term.unit === 'MONTH';
  const first = calendarDays ? (to.nominalOn ?? to.on) : inclusive ? from.on : from.on + 1;
  const lines: ExplanationLine[] = [];
  let run: DayView[] = [];
  for (let number: DayNumber = first; number <= to.on; number += 1) {
    const day = calendar.at(number);
    const [head] = run;
    if (head && (day.open || Boolean(day.exception) !== Boolean(head.exception) || !sameName(head, day))) {
      lines.push(skipLine(run));
      run = [];
    }
    if (!day.open) run.push(day);
    else if (day.exception && !calendarDays) lines.push(otherHoursLine(day));
  }
  return run.length > 0 ? [...lines, skipLine(run)] : lines;
}

/** Neighbours that the weekly pattern closes make one line; so do holidays of one name. */
function sameName(a: DayView, b: DayView): boolean {
  return !a.exception || a.name === b.name;
}

function skipLine(run: readonly DayView[]): ExplanationLine {
  const [head] = run;
  const last = run[run.length - 1];
  const name = [...new Set(run.map((day) => day.name ?? ''))].join(', ');
  const text =
    head === last
      ? `Không tính ${dateWords(head?.date ?? '')}: ${name}`
      : `Không tính từ ${dateWords(head?.date ?? '')} đến ${dateWords(last?.date ?? '')}: ${name}`;
  const range = head === last ? { on: head?.date } : { from: head?.date, to: last?.date };
  return { kind: 'skip', ...range, name, text };
}

function otherHoursLine(day: DayView): ExplanationLine {
  const hours = day.intervals.map(([start, end]) => `${clockOf(start)}–${clockOf(end)}`).join(', ');
  const name = day.name ?? '';
  const text = `${dayWords(day.date)} có làm việc (${hours}): ${name}`;
  return { kind: 'partial', on: day.date, name, text };
}

/** Pauses, suspensions and supplement rounds, each as it was recorded. */
function standingLines(
  ledger: Ledger,
  calendar: Calendar,
  asOf: Instant | undefined,
  named: (reason: string) => string,
): ExplanationLine[] {
  const line = (
    { from, to, reason }: Pick<Pause, 'from' | 'to' | 'reason'>,
    what: string,
    basis?: string,
  ): ExplanationLine => {
    const end = to ?? Math.max(from, asOf ?? from);
    const last = end > from ? dueDayOf(end) : dayOf(from);
    const minutes = numberWords(workedMs(calendar, from, end) / MINUTE_MS);
    const until = to === null ? 'chưa kết thúc' : `đến ${deadlineWords(to)}`;
    const effect =
      to === null && asOf === undefined
        ? 'Đồng hồ đang đứng; khi tiếp tục, hạn lùi thêm đúng thời gian đã dừng.'
        : `Không tính ${minutes} phút làm việc; phần trùng nhau chỉ trừ một lần.`;
    return {
      kind: 'pause',
      from: dateOf(from),
      to: dateOfDay(last),
      name: named(reason),
      text: `${what} từ ${instantWords(from)} ${until}: ${unended(named(reason))}${basis ? ` (căn cứ ${unended(basis)})` : ''}. ${effect}`,
    };
  };
  const rounds = ledger.restarts.map(({ requestedAt, reacceptedAt, reason }) =>
    line(
      { from: requestedAt, to: reacceptedAt, reason: reason ?? 'Chờ bổ sung hồ sơ' },
      'Yêu cầu bổ sung, dừng',
    ),
  );
  return [
    ...ledger.pauses.map((pause) => line(pause, 'Tạm dừng')),
    ...ledger.suspensions.map((pause) => line(pause, 'Tạm dừng hàng loạt', pause.evidence)),
    ...rounds,
  ];
}

/** Words that go on inside a sentence. */
function unended(text: string): string {
  return text.replace(/[.\s]+$/, '');
}

function extensionLines(
  { extensions, maxExtensions }: Ledger,
  { due }: Derivation,
  calendar: Calendar,
  named: (reason: string) => string,
): ExplanationLine[] {
  const most = maxExtensions === undefined ? '' : `/${maxExtensions}`;
  return extensions.map(({ term, dueOn, dueAt, reason, decidedAt }, index) => {
    const what =
      dueAt !== undefined
        ? `hạn mới ${deadlineWords(dueAt)}`
        : dueOn !== undefined
          ? `hạn mới ${dayWords(dueOn)}`
          : `thêm ${term ? termWords(term) : ''}`;
    const when = decidedAt === undefined ? '' : ` ngày ${dateWords(dateOf(decidedAt))}`;
    const line: ExplanationLine = {
      kind: 'extension',
      name: named(reason),
      text: `Gia hạn lần ${index + 1}${most}${when}: ${what} (${named(reason)}). Hạn gốc ${dateWords(due.originalDueOn)}.`,
    };
    const newDay = dueAt === undefined ? dueOn : dateOfDay(dueDayOf(dueAt));
    return flagged(
      decidedAt === undefined ? line : { ...line, on: dateOf(decidedAt) },
      newDay !== undefined && calendar.provisional(newDay),
    );
  });
}

/** Where the last day could not end the term: closed, or the clock stood at its close. */
function rollLines({ kind, term, from, to, setOn }: Leg, calendar: Calendar): ExplanationLine[] {
  const roll = (start: DayNumber, why: string, end = to.on): ExplanationLine => ({
    kind: 'roll',
    from: dateOfDay(start),
    to: dateOfDay(end),
    name: calendar.at(start).name ?? why,
    text: `${dayWords(dateOfDay(start))}: ${why}, chuyển sang ${dayWords(dateOfDay(end))}.`,
  });
  if (kind === 'granted' && setOn !== undefined) {
    const open = calendar.openFrom(setOn).number;
    return [
      ...(open === setOn ? [] : [roll(setOn, 'ngày được gia hạn đến là ngày nghỉ', open)]),
      ...(open === to.on ? [] : [roll(open, 'có tạm dừng trước hạn')]),
    ];
  }
  if (kind === 'set')
    return setOn !== undefined && setOn !== to.on ? [roll(setOn, 'có tạm dừng trước hạn')] : [];
  if (term?.unit === 'SAME_DAY' && to.on !== from.on) {
    const closed = !calendar.at(from.on).open;
    return [roll(from.on, closed ? 'nhận vào ngày nghỉ' : 'không kịp trả trong ngày nhận')];
  }
  if (to.nominalOn === undefined || to.nominalOn === to.on) return [];
  const why = calendar.at(to.nominalOn).open ? 'đang tạm dừng' : 'ngày cuối của thời hạn là ngày nghỉ';
  return [roll(to.nominalOn, why)];
}

/** A granted date that has come to fall before what is due without it: more time is never less. */
function outlastedLine({ to }: Leg, { landing }: Derivation): ExplanationLine {
  return {
    kind: 'roll',
    from: dateOfDay(to.on),
    to: dateOfDay(landing.on),
    name: 'Gia hạn không làm ngắn thời hạn',
    text: `Ngày được gia hạn đến tính ra ${deadlineWords(to.at)}, sớm hơn hạn khi không gia hạn; giữ hạn muộn hơn: ${deadlineWords(landing.at)}.`,
  };
}

function resultLines({ due, capped, landing }: Derivation): ExplanationLine[] {
  const lines: ExplanationLine[] = [];
  if (capped)
    lines.push({
      kind: 'roll',
      from: dateOfDay(landing.on),
      to: due.dueOn,
      name: 'Giới hạn',
      text: `Tính ra ${deadlineWords(landing.at)}, nhưng không được sau ${deadlineWords(due.dueAt)}.`,
    });
  const text = `Hạn: ${deadlineWords(due.dueAt)}, tính cả thời điểm này`;
  return [...lines, flagged({ kind: 'result', on: due.dueOn, name: 'Hạn', text }, due.provisional)];
}

function flagged(line: ExplanationLine, provisional: boolean): ExplanationLine {
  if (!provisional || line.provisional) return line;
  return { ...line, text: `${line.text} (tạm tính)`, provisional: true };
}
