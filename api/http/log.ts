/** Log lines as JSON on stdout; the server sets the level (`LOG_LEVEL`). Tokens and bodies are never logged. */
import pino from 'pino';

export const log = pino({ level: 'info', base: { process: 'api' } });
