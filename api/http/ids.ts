/** Ids that follow from what was sent, so that a repeated request finds what the first one made. */
import { createHash } from 'node:crypto';

const sha256 = (...parts: string[]): Buffer => createHash('sha256').update(parts.join('\n')).digest();

/** In its one spelling. */
export const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** JSON with sorted keys: equal bodies have equal text. `undefined` members are left out, as in JSON. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

export const bodyHashOf = (body: unknown): string => sha256(canonicalJson(body)).toString('hex');

/** First half of every command id of one key: by it `GET /commands/{key}` finds what was sent under the key. */
export const keyPrefixOf = (subject: string, key: string): string =>
  sha256('key', subject, key).toString('hex').slice(0, 32);

/** Update id of a command: 64 hex digits, a function of (subject, case, key). */
export const commandIdOf = (subject: string, caseId: string, key: string): string =>
  keyPrefixOf(subject, key) + sha256('command', subject, caseId, key).toString('hex').slice(0, 32);

/** A UUID (version 8, RFC 9562) that follows from its parts. */
export function uuidOf(...parts: string[]): string {
  const bytes = sha256('uuid', ...parts).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
