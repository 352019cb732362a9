/**
 * The two Gia Lai meetings of `meetings.json` as bodies for `POST /meetings`. The meeting of M-ANHAI belongs to another
 * city and is left out. A compound request becomes one recommendation per item; vague words stay words; no date is set.
 */
import { resolveCalendar } from '../../domain/time/calendar';
import { layersFromNational } from '../../domain/time/layers';
import type { PlainDate } from '../../domain/time/types';
import calendarFile from './calendar-vn.json';
import meetingsFile from './meetings.json';
import organisationFile from './organisation.json';

export type Category =
  'funding' | 'equipment' | 'staffing' | 'training' | 'infrastructure' | 'policy' | 'software' | 'other';
export type Bindingness = 'order' | 'request' | 'proposal' | 'own';

/** One atomic recommendation as the API takes it. */
export interface RecommendationBody {
  title: string;
  summary?: string;
  fromUnitId?: string;
  fromGroup?: 'all-communes';
  category: Category;
  leadUnitId?: string;
  supportingUnitIds: string[];
  deadlinePhrase?: string;
}

/** One directive as the API takes it. */
export interface DirectiveBody {
  title: string;
  toUnitIds?: string[];
  toGroup?: 'all-communes' | 'departments-concerned';
  bindingness: Bindingness;
  deadlinePhrase?: string;
}

export interface MeetingBody {
  title: string;
  heldOn: PlainDate;
  chairPositionId?: string;
  recommendations: RecommendationBody[];
  directives: DirectiveBody[];
}

interface Item {
  title: string;
  category?: string;
  suggestedLead: string | null;
  supporting: string[];
  deadlinePhrase?: string;
}
interface Request {
  from: { kind: string; unitId?: string };
  category: string;
  title: string;
  summary: string;
  items: Item[];
  deadlinePhrase?: string;
  listTruncated?: boolean;
}
interface Task {
  to: { kind: string; unitIds?: string[]; scope?: string };
  bindingness: string;
  title: string;
  deadlinePhrase?: string;
}
interface Meeting {
  id: string;
  title: string;
  heldOn: PlainDate;
  chairLevel: string;
  wards: string[];
  recommendations: Request[];
  directives: Task[];
}

/** The office's words in the file and the API's codes (README of the data, "bindingness"). */
const BINDINGNESS: Record<string, Bindingness> = {
  giao: 'order',
  'yêu cầu': 'request',
  'đề nghị': 'proposal',
  self: 'own',
};

/**
 * Working days between a moved meeting and today. With default terms of 15, 20 and 30 working days from the meeting,
 * 19 days ago means: 15-day items are four days late, 20-day items fall due on the next working day, 30-day items have
 * time. 13 days ago means: 15-day items are due in two working days, nothing is late.
 */
const WORKING_DAYS_AGO: Record<string, number> = {
  'M-GIALAI-20250924': 19,
  'M-QUYNHON-20250716': 13,
};

/** Kept in words: the report's list ended with an ellipsis. */
const TRUNCATED = '(Danh sách nêu tại hội nghị chưa đầy đủ.)';

function recommendationsOf(request: Request): RecommendationBody[] {
  const from =
    request.from.kind === 'collective'
      ? { fromGroup: 'all-communes' as const }
      : { fromUnitId: request.from.unitId };
  const summary = request.listTruncated ? `${request.summary} ${TRUNCATED}` : request.summary;
  return request.items.map((item): RecommendationBody => {
    const phrase = item.deadlinePhrase ?? request.deadlinePhrase;
    return {
      title: item.title,
      summary,
      ...from,
      category: (item.category ?? request.category) as Category,
      ...(item.suggestedLead ? { leadUnitId: item.suggestedLead } : {}),
      supportingUnitIds: [...item.supporting],
      ...(phrase ? { deadlinePhrase: phrase } : {}),
    };
  });
}

function directiveOf(task: Task): DirectiveBody {
  const bindingness = BINDINGNESS[task.bindingness];
  if (!bindingness) throw new Error(`Unknown bindingness ${task.bindingness}`);
  const to: Pick<DirectiveBody, 'toUnitIds' | 'toGroup'> =
    task.to.scope === 'all-communes'
      ? { toGroup: 'all-communes' }
      : task.to.unitIds
        ? { toUnitIds: [...task.to.unitIds] }
        : { toGroup: 'departments-concerned' };
  return {
    title: task.title,
    ...to,
    bindingness,
    ...(task.deadlinePhrase ? { deadlinePhrase: task.deadlinePhrase } : {}),
  };
}

/**
 * The position that chaired, when the organisation has it: of several vice-chairs the one in charge of the ward visited
 * (our reading; the report names no one). The party secretary holds no position of the People's Committee.
 */
function chairOf(meeting: Meeting): string | undefined {
  return organisationFile.positions.find(
    (p) =>
      p.unitId === organisationFile.province.rootUnitId &&
      p.level === meeting.chairLevel &&
      (p.level === 'chair' || meeting.wards.some((ward) => p.oversees?.includes(ward))),
  )?.id;
}

/** The day with exactly `days` working days after it up to and including today, itself a working day. */
function workingDaysBefore(today: PlainDate, days: number): PlainDate {
  const calendar = resolveCalendar(layersFromNational(calendarFile));
  return calendar.addWorkingDays(calendar.prevOpen(today), -days);
}

/**
 * Bodies in the file's order. Meetings are moved near `today` so that the board shows late and near items;
 * `original` keeps the days on which they were held.
 */
export function demoMeetings(today: PlainDate, opts: { original: boolean }): MeetingBody[] {
  return (meetingsFile.meetings as Meeting[])
    .filter((meeting) => WORKING_DAYS_AGO[meeting.id] !== undefined)
    .map((meeting): MeetingBody => {
      const chairPositionId = chairOf(meeting);
      return {
        title: meeting.title,
        heldOn: opts.original ? meeting.heldOn : workingDaysBefore(today, WORKING_DAYS_AGO[meeting.id] ?? 0),
        ...(chairPositionId ? { chairPositionId } : {}),
        recommendations: meeting.recommendations.flatMap(recommendationsOf),
        directives: meeting.directives.map(directiveOf),
      };
    });
}
