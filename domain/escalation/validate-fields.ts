/** The fields of the published escalation rules: which there are and what may stand in them. A field nobody knows is a fault. */
import { CATEGORIES } from '../request/state';

export type FaultCode =
  | 'UNKNOWN_FIELD'
  | 'MISSING_FIELD'
  | 'BAD_VALUE'
  | 'UNKNOWN_LADDER'
  | 'MISSING_LADDER'
  | 'DUPLICATE_ID'
  | 'UNKNOWN_ADDRESSEE'
  | 'UNKNOWN_ACTION'
  | 'BAD_OFFSET'
  | 'WRONG_ORDER'
  | 'NO_FIRST_CALL'
  | 'OUTSIDE_QUIET_HOURS'
  | 'ABOVE_CHIEF_OF_OFFICE'
  | 'NO_EFFECT';

export interface Fault {
  code: FaultCode;
  /** Where in the document, e.g. `ladders[2].steps[0].atTime`. */
  path: string;
  /** For people, in Vietnamese. */
  detail: string;
}

export const fault = (code: FaultCode, path: string, detail: string): Fault => ({ code, path, detail });

type Check = (value: unknown, path: string) => Fault[];

const bad = (path: string, wanted: string): Fault[] => [fault('BAD_VALUE', path, `Phải là ${wanted}`)];

const text: Check = (value, path) =>
  typeof value === 'string' && value.trim() !== '' ? [] : bad(path, 'chữ');
const flag: Check = (value, path) => (typeof value === 'boolean' ? [] : bad(path, 'true hoặc false'));
const hour: Check = (value, path) =>
  typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? [] : bad(path, 'giờ, như 08:05');
const whole =
  (from: number, to: number): Check =>
  (value, path) =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to
      ? []
      : bad(path, `số nguyên từ ${from} đến ${to}`);
const exactly =
  (wanted: string): Check =>
  (value, path) =>
    value === wanted ? [] : bad(path, `"${wanted}"`);
const list =
  (of: Check, least = 0): Check =>
  (value, path) =>
    !Array.isArray(value) || value.length < least
      ? bad(path, least > 0 ? `danh sách có ít nhất ${least} mục` : 'danh sách')
      : value.flatMap((one, index) => of(one, `${path}[${index}]`));

interface Fields {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
}

const object =
  ({ required = {}, optional = {} }: Fields): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad(path, 'đối tượng');
    const at = (key: string): string => (path ? `${path}.${key}` : key);
    const missing = Object.keys(required).filter((key) => !(key in value));
    return [
      ...missing.map((key) => fault('MISSING_FIELD', at(key), 'Thiếu')),
      ...Object.entries(value).flatMap(([key, one]) => {
        const check = required[key] ?? optional[key];
        if (!check) return [fault('UNKNOWN_FIELD', at(key), 'Không quy tắc nào đọc trường này')];
        return check(one, at(key));
      }),
    ];
  };

/** Said for people only; no rule reads it. */
const SAID = { certainty: text, note: text };

const ADDRESSEE = object({ required: { unit: text, role: text } });

const STEP = object({
  required: {
    id: text,
    level: whole(1, 9),
    addressee: ADDRESSEE,
    action: text,
    requiresAcknowledgement: flag,
  },
  optional: {
    offsetWorkingDays: whole(-60, 60),
    offsetMinutes: whole(-1_440, 1_440),
    atTime: hour,
    alsoNotify: list(ADDRESSEE, 1),
    document: text,
  },
});

const LADDER = object({
  required: { id: text, appliesTo: text, steps: list(STEP, 1) },
  optional: { name: text, clock: text, anyHour: flag, noticeGraceSeconds: whole(0, 3_600), ...SAID },
});

/** Sentences that say in words what the engine always does. */
const SENTENCES = [
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
];

const RULES = object({
  required: {
    extension: object({
      required: { recommendation: object({ required: { maxCount: whole(0, 10) } }) },
      optional: SAID,
    }),
    acknowledgement: object({
      required: { withinWorkingDays: whole(1, 30) },
      optional: { ifMissing: text, ...SAID },
    }),
  },
  optional: Object.fromEntries(SENTENCES.map((name) => [name, text])),
});

/** Working days of a default term; a year of them is a typing error. */
const TERM = whole(1, 260);

const DEFAULT_TERMS = object({
  required: {
    unit: exactly('WORKING_DAY'),
    acknowledgement: TERM,
    triage: TERM,
    informationOnlyReply: TERM,
    byCategory: object({ required: Object.fromEntries(CATEGORIES.map((name) => [name, TERM])) }),
    directive: TERM,
    information: TERM,
    confirmation: TERM,
  },
  optional: { label: text, countsFrom: text, ...SAID },
});

export const checkFields: Check = object({
  required: {
    ladders: list(LADDER),
    rules: RULES,
    defaultSla: DEFAULT_TERMS,
    quietHours: object({ required: { from: hour, to: hour }, optional: SAID }),
    digest: object({
      required: { at: list(hour, 1), immediately: list(text) },
      optional: { line: text, ...SAID },
    }),
    noticeGraceSeconds: whole(0, 3_600),
    dueSoon: object({ required: { workingDaysLeft: whole(1, 30) }, optional: SAID }),
  },
  optional: { notes: list(text), ...SAID },
});
