/** What the routes work with; tests put their own in. */
import type { RequestHandler } from 'express';
import type { Instant } from '../domain/time/types';
import type { Client, Pool } from '../database/pool';
import type { Rules } from '../database/rules';
import type { Engine } from './engine';

export interface Deps {
  pool: Pool;
  /** Rules as published, at most a moment old. */
  rules(): Promise<Rules>;
  /** Rules as this transaction sees them. */
  rulesIn(client: Client): Promise<Rules>;
  engine: Engine;
  /** Puts the Identity into `res.locals.identity` or answers 401, 403, 503. */
  authenticate: RequestHandler;
  limits: {
    /** Per subject, after login. */
    subject: RequestHandler;
    /** Per address, for routes without login. */
    anybody: RequestHandler;
  };
  now(): Instant;
  /** True in tests: every answer must fit its schema. */
  checkResponses: boolean;
}
