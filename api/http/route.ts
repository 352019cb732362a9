/** One function for every endpoint: it validates, authenticates, calls, serialises, and is what OpenAPI is built from. */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Instant } from '../../domain/time/types';
import type { Deps } from '../deps';
import { bodyHashOf } from './ids';
import { type Identity, NOBODY } from '../login/identity';
import { type Language, languageOf } from './language';
import { type FieldError, invalid, methodNotAllowed, notFound, Problem } from './problems';

/** What a handler gets: validated values, who calls, and the headers that matter. */
export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  identity: Identity;
  /** `Idempotency-Key`, made by the server when absent. */
  key: string;
  /** Hash of the body as it was sent. */
  bodyHash: string;
  ifMatch?: number;
  receivedAt: Instant;
  language: Language;
  /** Path and query as they were sent. */
  url: string;
}

/** An answer with a status or headers of its own. */
export class Reply<R> {
  constructor(
    readonly status: number,
    readonly body: R,
    readonly headers: Record<string, string> = {},
  ) {}
}

type Shape = z.ZodType;
type Out<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

export interface RouteSpec<
  P extends Shape | undefined,
  Q extends Shape | undefined,
  B extends Shape | undefined,
> {
  method: 'get' | 'post';
  /** OpenAPI style: `/recommendations/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  returns: Shape;
  /** Status of success, default 200. */
  status?: number;
  /** True: no login. */
  public?: boolean;
  /** True: takes an `Idempotency-Key`, may answer 202. */
  idempotent?: boolean;
  /** True: takes `If-Match`. */
  conditional?: boolean;
}

export interface Route {
  spec: RouteSpec<Shape | undefined, Shape | undefined, Shape | undefined>;
  handle(call: Call<never, never, never>, deps: Deps): Promise<unknown>;
}

/** Declares one endpoint. */
export function route<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
>(
  spec: RouteSpec<P, Q, B>,
  handle: (call: Call<Out<P>, Out<Q>, Out<B>>, deps: Deps) => Promise<unknown>,
): Route {
  return { spec, handle: handle as Route['handle'] };
}

/** Bytes that are not UTF-8 would be stored as question marks; they are refused as what they are: malformed. */
function mustBeUtf8(_req: unknown, _res: unknown, body: Buffer, encoding: string): void {
  if (encoding === 'utf-8' && !isUtf8(body))
    throw new Problem(400, 'malformedJson', {
      vi: 'Thân yêu cầu không phải UTF-8.',
      en: 'The body is not UTF-8.',
    });
}

/** 1 MB: the largest body anyone has a reason to send (a meeting with a few hundred items). */
const readJson = express.json({
  limit: '1mb',
  strict: false,
  verify: mustBeUtf8,
  type: ['application/json', 'application/*+json'],
});

/** More than any body of ours has; what recurses over a body must not be led to the end of its stack. */
const MAX_LEVELS = 64;

const isDeeperThan = (levels: number, value: unknown): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member)));

const mustBeShallow: RequestHandler = (req, _res, next) => {
  if (isDeeperThan(MAX_LEVELS, req.body))
    throw new Problem(400, 'nestedTooDeep', {
      vi: `Thân yêu cầu lồng nhau quá ${MAX_LEVELS} tầng; chưa có gì được xử lý.`,
      en: `The body is nested more than ${MAX_LEVELS} levels deep; nothing was done.`,
    });
  next();
};

/** Mounts the routes; every path answers other methods with 405. */
export function mount(routes: readonly Route[], deps: Deps): Router {
  const router = Router({ caseSensitive: true });
  const methods = new Map<string, string[]>();
  for (const item of routes) {
    const path = item.spec.path.replace(/\{(\w+)\}/g, ':$1');
    methods.set(path, [...(methods.get(path) ?? []), item.spec.method.toUpperCase()]);
    const steps: RequestHandler[] = item.spec.public
      ? [deps.limits.anybody]
      : [deps.authenticate, deps.limits.subject];
    if (item.spec.body) steps.push(requireJson, readJson, mustBeShallow);
    router[item.spec.method](path, ...steps, (req, res) => serve(item, deps, req, res));
  }
  for (const [path, allow] of methods)
    router.all(path, (req) => {
      throw methodNotAllowed(req.method, allow);
    });
  return router;
}

async function serve({ spec, handle }: Route, deps: Deps, req: Request, res: Response): Promise<void> {
  // Stamped before login and body were read: what the office sent in time stays in time (api/app.ts).
  const receivedAt = (res.locals.receivedAt as Instant | undefined) ?? deps.now();
  const language = languageOf(req);
  const params = parse(spec.params, req.params, language, () => notFound());
  const noQuery = spec.method === 'get' ? z.strictObject({}) : undefined;
  const query = parse(spec.query ?? noQuery, req.query, language);
  const body = parse(spec.body, req.body, language);
  const key = keyOf(req);
  const call: Call<unknown, unknown, unknown> = {
    params,
    query,
    body,
    identity: (res.locals.identity as Identity | undefined) ?? NOBODY,
    key,
    bodyHash: spec.body ? bodyHashOf(req.body) : '',
    ifMatch: spec.conditional ? ifMatchOf(req) : undefined,
    receivedAt,
    language,
    url: req.originalUrl,
  };
  if (spec.idempotent) res.setHeader('Idempotency-Key', key);
  const answer = await handle(call as Call<never, never, never>, deps);
  const reply = answer instanceof Reply ? (answer as Reply<unknown>) : new Reply(spec.status ?? 200, answer);
  if (deps.checkResponses && reply.status === (spec.status ?? 200)) spec.returns.parse(reply.body);
  res.status(reply.status).set(reply.headers);
  if (reply.headers['Content-Type']) res.send(reply.body);
  else res.type('application/json').send(JSON.stringify(reply.body));
}

/** What is wrong with a field, in words for people; texts of our own say it in both languages. */
const FIELD_WORDS = { vi: z.locales.vi().localeError, en: z.locales.en().localeError };

function parse(
  schema: Shape | undefined,
  value: unknown,
  language: Language,
  otherwise?: () => Problem,
): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value, { error: FIELD_WORDS[language] });
  if (!result.success) throw otherwise?.() ?? invalid(result.error.issues.flatMap(fieldErrors));
  const bad = unstorable(result.data, '');
  if (bad) throw otherwise?.() ?? invalid([bad]);
  return result.data;
}

/** `['a', 1, 'b']` → `a[1].b`. */
export const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  );

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'Trường này không có trong hợp đồng (unknown field).',
    }));
  return [{ path, message: issue.message }];
}

/** NUL and lone surrogates cannot be stored as text; refused at the door, not in the database. */
function unstorable(value: unknown, path: string): FieldError | undefined {
  if (typeof value === 'string')
    return /\u0000|\p{Surrogate}/u.test(value)
      ? { path, message: 'Có ký tự không lưu được (NUL or lone surrogate).' }
      : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, member] of Object.entries(value)) {
    const bad = unstorable(member, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key);
    if (bad) return bad;
  }
  return undefined;
}

const requireJson: RequestHandler = (req, _res, next) => {
  const hasBody =
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (hasBody && !req.is(['application/json', 'application/*+json']))
    throw new Problem(415, 'notJson', {
      vi: 'Content-Type phải là application/json.',
      en: 'Content-Type must be application/json.',
    });
  next();
};

function keyOf(req: Request): string {
  const key = req.get('idempotency-key');
  if (key === undefined) return randomUUID();
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw invalid([
      {
        path: 'Idempotency-Key',
        message: 'Từ 1 đến 200 ký tự ASCII nhìn thấy được (1–200 visible ASCII characters).',
      },
    ]);
  return key;
}

/** `"3"`, `W/"3"` or `3`; `*` matches whatever is there. */
function ifMatchOf(req: Request): number | undefined {
  const text = req.get('if-match')?.trim();
  if (text === undefined || text === '*') return undefined;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(text)?.[1];
  if (version === undefined)
    throw invalid([{ path: 'If-Match', message: 'Dạng "<version>" (a quoted version number).' }]);
  return Number(version);
}
