/**
 * How much one case may hold. What a case's workflow carries into its next run must fit one payload of the engine
 * (2 MiB), else that run never begins and the case stands still for good. Sizes are UTF-8 bytes of the JSON.
 */
import type { Command } from './case';
import { refuse, type Refusal } from './refusals';

/** What fits into the next run, with room for the deadlines that still become facts. */
export const MAX_CARRIED_BYTES = 2_000_000;
/** Beyond this only what ends a case is accepted. */
const MAX_HELD_BYTES = 1_700_000;
/** Beyond this no more notes and reports, so that there is room left for answers. */
const MAX_TALK_BYTES = 1_000_000;

const TALK: readonly string[] = ['note', 'reportProgress'];
/** Short commands that lead to the end of a case. */
const ENDING: readonly string[] = [
  'confirm',
  'withdraw',
  'forward',
  'merge',
  'refuse',
  'stop',
  'finish',
  'deliver',
];

/** UTF-8 bytes of the JSON of a value. */
export function bytesOf(value: unknown): number {
  const text = JSON.stringify(value) ?? '';
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    const isHalfOfPair = code >= 0xd800 && code <= 0xdfff;
    bytes += code < 0x800 || isHalfOfPair ? 1 : 2;
  }
  return bytes;
}

/** Why a command no longer fits; `held` is what the case holds now. Runs only when a command arrives. */
export function sizeRefusal(held: number, command: Command): Refusal | null {
  if (ENDING.includes(command.type)) return null;
  const limit = TALK.includes(command.type) ? MAX_TALK_BYTES : MAX_HELD_BYTES;
  return held + bytesOf(command) <= limit ? null : refuse('caseFull');
}
