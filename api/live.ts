/** The dependencies of a running server: rules, login, limits. */
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import type { Pool } from '../database/pool';
import type { Rules, RulesStore } from '../database/rules';
import type { VerifyToken } from './login/auth';
import type { Deps } from './deps';
import type { Engine } from './engine';
import { type Identity, identityOf } from './login/identity';
import { Problem } from './http/problems';

/** Rules may be this old, in ms: a publish shows at once for people, and 32 requests share one look. */
export const RULES_MS = 100;

export interface Live {
  pool: Pool;
  rules: RulesStore;
  engine: Engine;
  verify: VerifyToken;
  now?: () => number;
  checkResponses?: boolean;
  /** Requests a minute and subject, and a minute and address without login; 0, the default: no limit. */
  perSubject?: number;
  perAddress?: number;
}

export function liveDeps({
  pool,
  rules,
  engine,
  verify,
  now = Date.now,
  checkResponses = false,
  perSubject = 0,
  perAddress = 0,
}: Live): Deps {
  const currentRules = sharedFor(RULES_MS, () => rules.current());
  const authenticate: RequestHandler = async (req, res, next) => {
    const subject = await verify(req.get('authorization'));
    res.locals.identity = identityOf(subject, await currentRules(), now());
    next();
  };
  return {
    pool,
    rules: currentRules,
    rulesIn: (client) => rules.current(client),
    engine,
    authenticate,
    limits: {
      subject: limit(perSubject, (_req, res) => (res.locals.identity as Identity).subject),
      anybody: limit(perAddress, (req) => ipKeyGenerator(req.ip ?? '')),
    },
    now,
    checkResponses,
  };
}

/** One answer for all who ask within `forMs`; a failure is not kept. */
function sharedFor(forMs: number, ask: () => Promise<Rules>): () => Promise<Rules> {
  let kept: Promise<Rules> | null = null;
  let until = 0;
  return () => {
    if (kept && Date.now() < until) return kept;
    until = Date.now() + forMs;
    const asked = ask();
    kept = asked;
    asked.catch(() => {
      if (kept === asked) kept = null;
    });
    return asked;
  };
}

function limit(
  perMinute: number,
  keyGenerator: (req: Parameters<RequestHandler>[0], res: Parameters<RequestHandler>[1]) => string,
): RequestHandler {
  if (perMinute === 0) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator,
    handler: (_req, _res, next) => {
      next(
        new Problem(
          429,
          'tooMany',
          { vi: 'Quá nhiều yêu cầu; xin chờ một phút.', en: 'Too many requests; please wait a minute.' },
          { retryAfter: 60 },
        ),
      );
    },
  });
}
