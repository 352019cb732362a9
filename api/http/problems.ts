/** Everything that can go wrong, told in one place as `application/problem+json`. Nothing internal leaves with it. */
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import type { ErrorRequestHandler } from 'express';
import { TimeError } from '../../domain/time/time-error';
import { RulesMissing } from '../../database/rules';
import { languageOf, say, type Words } from './language';
import { log } from './log';

export interface FieldError {
  /** Where in the body or query, e.g. `recommendations[1].category`. */
  path: string;
  message: string;
}

export interface ProblemExtra {
  errors?: FieldError[];
  /** Who did what when, for a refusal by the rules or a version that is not the last one. */
  by?: { type: string; person: string | null; position: { id: string; name: string } | null; at: string };
  availableCommands?: string[];
  /** Seconds. */
  retryAfter?: number;
  allow?: string[];
  challenge?: string;
}

/** An answer other than success. `detail` is for people, `reason` is a stable code for programs. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail: Words,
    readonly extra: ProblemExtra = {},
  ) {
    super(reason);
  }
}

export const notFound = (what: Words = { vi: 'Không tìm thấy.', en: 'Not found.' }): Problem =>
  new Problem(404, 'notFound', what);

export const forbidden = (detail: Words): Problem => new Problem(403, 'forbidden', detail);

export const methodNotAllowed = (method: string, allow: string[]): Problem =>
  new Problem(
    405,
    'methodNotAllowed',
    { vi: `Không có ${method} ở đây.`, en: `No ${method} here.` },
    { allow },
  );

export const invalid = (errors: FieldError[]): Problem =>
  new Problem(
    422,
    'invalid',
    {
      vi: 'Nội dung gửi lên chưa hợp lệ; chưa có gì được ghi. Xin sửa các mục đã nêu rồi gửi lại.',
      en: 'The request is not valid; nothing was recorded. Mend the fields named and send it again.',
    },
    { errors },
  );

/** Refused by the rules, with a reason programs can rely on. */
export const conflictOf = (reason: string, vi: string, en: string): Problem =>
  new Problem(409, reason, { vi, en });

export const noBusiness = (): Problem =>
  forbidden({ vi: 'Tài khoản này không xử lý vụ việc.', en: 'This account has no business with cases.' });

/** Nothing is known to be lost: the sender repeats with the same key and learns what became of it. */
export const mayStillHappen = (): Problem =>
  new Problem(
    503,
    'mayStillHappen',
    {
      vi: 'Hệ thống chưa trả lời kịp; lệnh có thể vẫn được thực hiện. Xin gửi lại với cùng Idempotency-Key.',
      en: 'No answer in time; the command may still happen. Repeat it with the same Idempotency-Key.',
    },
    { retryAfter: 2 },
  );

export const engineAway = (): Problem =>
  new Problem(
    503,
    'engineAway',
    {
      vi: 'Bộ máy xử lý tạm thời không sẵn sàng; lệnh có thể vẫn được thực hiện. Xin gửi lại với cùng Idempotency-Key.',
      en: 'The engine is away; the command may still happen. Repeat it with the same Idempotency-Key.',
    },
    { retryAfter: 2 },
  );

const databaseAway = (): Problem =>
  new Problem(
    503,
    'databaseAway',
    {
      vi: 'Cơ sở dữ liệu tạm thời không sẵn sàng. Xin gửi lại sau giây lát với cùng Idempotency-Key.',
      en: 'The database is away. Repeat in a moment with the same Idempotency-Key.',
    },
    { retryAfter: 2 },
  );

const rulesMissing = (): Problem =>
  new Problem(503, 'rulesMissing', {
    vi: 'Chưa có tổ chức, lịch và quy trình nào được công bố, nên chưa tính được hạn và chưa nhận việc.',
    en: 'No organisation, calendar or procedure is published yet, so no date can be computed and no case accepted.',
  });

const TITLES: Record<number, { vi: string; en: string }> = {
  400: { vi: 'Yêu cầu không đọc được', en: 'Malformed request' },
  401: { vi: 'Cần đăng nhập', en: 'Not authenticated' },
  403: { vi: 'Không có quyền', en: 'Not allowed' },
  404: { vi: 'Không tìm thấy', en: 'Not found' },
  405: { vi: 'Phương thức không được hỗ trợ', en: 'Method not allowed' },
  409: { vi: 'Không thực hiện được theo quy định', en: 'Refused by the rules' },
  412: { vi: 'Vụ việc đã thay đổi', en: 'The case has changed' },
  413: { vi: 'Nội dung quá lớn', en: 'Too large' },
  415: { vi: 'Kiểu nội dung không được hỗ trợ', en: 'Unsupported media type' },
  422: { vi: 'Nội dung chưa hợp lệ', en: 'Not valid' },
  429: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
  500: { vi: 'Lỗi hệ thống', en: 'Internal error' },
  503: { vi: 'Tạm thời không phục vụ được', en: 'Temporarily unavailable' },
};

/** Errors of Express' body parser, by their `type`. */
const BODY_PROBLEMS: Record<string, Problem> = {
  'entity.parse.failed': new Problem(400, 'malformedJson', {
    vi: 'Thân yêu cầu không phải JSON.',
    en: 'The body is not JSON.',
  }),
  'entity.too.large': new Problem(413, 'tooLarge', {
    vi: 'Thân yêu cầu vượt quá 1 MB.',
    en: 'The body exceeds 1 MB.',
  }),
  'encoding.unsupported': new Problem(415, 'unsupportedEncoding', {
    vi: 'Kiểu nén không được hỗ trợ.',
    en: 'Unsupported encoding.',
  }),
  'charset.unsupported': new Problem(415, 'unsupportedCharset', {
    vi: 'Bảng mã phải là UTF-8.',
    en: 'The charset must be UTF-8.',
  }),
};

/** SQLSTATE classes that mean "not now": connection, resources, operator intervention; 25006 = read-only. */
const AWAY_STATES = /^(08|53|57|58|25006)/;
/** The generated client only reads the rules, by queries that never differ: when one fails it is the database. */
const RULES_UNREAD = /^PrismaClient(?!Validation)/;
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ENOENT',
  'EAI_AGAIN',
]);
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|Client was closed/;

export function isDatabaseAway(error: unknown): boolean {
  if (error === null || typeof error !== 'object') return false;
  const { code, errors, message, name } = error as Record<'code' | 'errors' | 'message' | 'name', unknown>;
  if (typeof name === 'string' && RULES_UNREAD.test(name)) return true;
  if (typeof code === 'string' && (AWAY_STATES.test(code) || AWAY_CODES.has(code))) return true;
  if (Array.isArray(errors)) return errors.some(isDatabaseAway);
  return typeof message === 'string' && AWAY_WORDS.test(message);
}

export const isEngineAway = (error: unknown): boolean =>
  error instanceof ServiceError || isGrpcServiceError(error);

/** The problem an error stands for, or undefined for a fault of ours. */
function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof TimeError) return new Problem(422, 'notCountable', error.message);
  if (error instanceof URIError)
    return new Problem(400, 'malformedUrl', { vi: 'Địa chỉ không đọc được.', en: 'Malformed address.' });
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  const known = type ? BODY_PROBLEMS[type] : undefined;
  if (known) return known;
  if (status === 404) return notFound();
  if (status === 400)
    return new Problem(400, 'malformedRequest', { vi: 'Yêu cầu không đọc được.', en: 'Malformed request.' });
  if (error instanceof RulesMissing) return rulesMissing();
  if (isEngineAway(error)) return engineAway();
  if (isDatabaseAway(error)) return databaseAway();
  return undefined;
}

/** The one error handler, mounted last. */
export const problemHandler: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) return next(error);
  let problem = problemOf(error);
  if (!problem) {
    log.error({ err: error as Error, method: req.method, path: req.path }, 'unexpected error');
    problem = new Problem(500, 'internal', {
      vi: 'Có lỗi ở phía hệ thống, đã ghi nhận để sửa. Xin gửi lại với cùng Idempotency-Key để biết việc đã được ghi hay chưa.',
      en: 'An error on our side; it is logged. Repeat with the same Idempotency-Key to know whether this was recorded.',
    });
  } else if (problem.status === 503) {
    log.warn(
      { reason: problem.reason, cause: String((error as Error).message).slice(0, 200) },
      'unavailable',
    );
  }
  const language = languageOf(req);
  const { status, reason, extra } = problem;
  if (extra.retryAfter !== undefined) res.setHeader('Retry-After', String(extra.retryAfter));
  if (extra.allow) res.setHeader('Allow', extra.allow.join(', '));
  if (status === 401) res.setHeader('WWW-Authenticate', extra.challenge ?? 'Bearer');
  res.status(status).type('application/problem+json');
  res.send(
    JSON.stringify({
      type: `urn:thong-suot:problem:${reason}`,
      title: say(TITLES[status] ?? TITLES[500] ?? '', language),
      status,
      detail: say(problem.detail, language),
      reason,
      errors: extra.errors,
      by: extra.by,
      availableCommands: extra.availableCommands,
    }),
  );
};
