/** Log lines as JSON on stdout; `LOG_LEVEL`, default `info`. Tokens and bodies are never logged. */
import pino from 'pino';

export const log = pino({ level: process.env.LOG_LEVEL ?? 'info', base: { process: 'api' } });
