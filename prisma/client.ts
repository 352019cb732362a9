/**
 * The generated client over the process's own pool: for published rules and whatever else is read whole and seldom.
 * The hot path speaks SQL (database/); docs/decisions/0017 says why.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import type { PlainDate } from '../domain/time/types';
import { PrismaClient } from './generated/client';
import type { Pool } from '../database/pool';

export const prismaOver = (pool: Pool): PrismaClient => new PrismaClient({ adapter: new PrismaPg(pool) });

/** A column of type `date` reaches the client as UTC midnight. */
export const plainDate = (date: Date): PlainDate => date.toISOString().slice(0, 10);
export const plainDateOrNull = (date: Date | null): PlainDate | null => date && plainDate(date);
