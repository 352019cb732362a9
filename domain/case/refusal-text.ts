/** The sentences of a refusal, made where they leave the system: statuses, commands, units and positions by their names. */
import { COMMAND_WORDS as DOSSIER_COMMANDS, STATUS_WORDS as DOSSIER_STATUSES } from '../dossier/texts';
import { pauseReasonWords } from '../dossier/texts';
import {
  COMMAND_WORDS as REQUEST_COMMANDS,
  DUTY_STATUS_WORDS,
  STATUS_WORDS as REQUEST_STATUSES,
} from '../request/texts';
import { dateOf, isoWeekday } from '../time/plain-date';
import { dateWords, dayWords, instantWords, numberWords } from '../time/words';
import type { CaseKind } from './case';
import { REFUSALS } from './refusal-words';
import type { Refusal, ValueKind, ValueKinds } from './refusals';

export interface Words {
  vi: string;
  en: string;
}

/** What names the things a refusal speaks of: the kind of case and the organisation of the day. */
export interface Naming {
  kind: CaseKind;
  organisation: {
    unit(id: string): { name: string } | undefined;
    position(id: string): { title: string } | undefined;
  };
}

const FIELDS: Readonly<Record<string, Words>> = {
  by: { vi: 'người trả', en: 'who hands it over' },
  childId: { vi: 'phần việc', en: 'the part' },
  clock: { vi: 'cách tính thời hạn', en: 'how the term goes on' },
  decisionNo: { vi: 'số quyết định', en: 'the number of the decision' },
  evidence: { vi: 'căn cứ', en: 'the evidence' },
  items: { vi: 'giấy tờ cần bổ sung', en: 'the papers asked for' },
  kind: { vi: 'loại khoản tiền', en: 'the kind of payment' },
  newDueOn: { vi: 'ngày hẹn mới', en: 'the new date' },
  reason: { vi: 'lý do', en: 'the reason' },
  receiptNo: { vi: 'số biên lai', en: 'the number of the receipt' },
  result: { vi: 'kết quả', en: 'the result' },
  resultNo: { vi: 'số văn bản kết quả', en: 'the number of the result' },
  stepId: { vi: 'bước', en: 'the step' },
  text: { vi: 'nội dung', en: 'the text' },
  to: { vi: 'người nhận', en: 'who receives it' },
};

/** Index = ISO weekday. */
const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const anotherUnit: Words = { vi: 'Đơn vị đã nêu', en: 'The unit named' };
const anotherPosition: Words = { vi: 'chức vụ khác', en: 'another position' };
const inAnotherWay: Words = { vi: 'khác', en: 'another one' };
const doThat: Words = { vi: 'làm bước này', en: 'do this' };
const same = (text: string): Words => ({ vi: text, en: text });

const sayings: { [Kind in ValueKind]: (value: ValueKinds[Kind], naming: Naming) => Words } = {
  text: (value) => (typeof value === 'number' ? { vi: numberWords(value), en: String(value) } : same(value)),
  names: (names) => listed(names.map(same)),
  instant: (at) => ({ vi: instantWords(at), en: `${instantWords(at).slice(0, 5)} ${dateWords(dateOf(at))}` }),
  date: (date) => same(dateWords(date)),
  day: (date) => ({ vi: dayWords(date), en: `${WEEKDAYS[isoWeekday(date)] ?? ''} ${dateWords(date)}` }),
  status: (code, { kind }) =>
    one(kind === 'dossier' ? DOSSIER_STATUSES : REQUEST_STATUSES, code, inAnotherWay),
  dutyStatus: (code) => one(DUTY_STATUS_WORDS, code, inAnotherWay),
  command: (code, { kind }) => one(kind === 'dossier' ? DOSSIER_COMMANDS : REQUEST_COMMANDS, code, doThat),
  fields: (codes) => listed(codes.map((code) => one(FIELDS, code, inAnotherWay))),
  pauseReasons: (codes) => listed(codes.map(pauseReasonWords)),
  unit: (id, { organisation }) => named(organisation.unit(id)?.name, anotherUnit),
  position: (id, { organisation }) => named(organisation.position(id)?.title, anotherPosition),
};

const one = (words: Readonly<Record<string, Words>>, code: string, otherwise: Words): Words =>
  (Object.hasOwn(words, code) && words[code]) || otherwise;

const named = (name: string | undefined, otherwise: Words): Words => (name ? same(name) : otherwise);

const listed = (all: readonly Words[]): Words => ({
  vi: all.map(({ vi }) => vi).join('; '),
  en: all.map(({ en }) => en).join('; '),
});

/** A refusal in both languages. */
export function refusalWords({ reason, values = {} }: Refusal, naming: Naming): Words {
  const fill = (text: string, language: keyof Words): string =>
    text.replace(/\{(\w+)(?::(\w+))?\}/g, (_whole, name: string, kind: ValueKind = 'text') => {
      const say = sayings[kind] as (value: unknown, naming: Naming) => Words;
      return say(values[name] ?? '', naming)[language];
    });
  const { vi, en } = REFUSALS[reason];
  return { vi: fill(vi, 'vi'), en: fill(en, 'en') };
}
