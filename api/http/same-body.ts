/** One key, one body. */
import { Problem } from './problems';

/**
 * What came again under a key must be what came first; bodies are compared by their hashes.
 * @throws Problem 422 `idempotencyKeyReused`
 */
export function mustBeSameBody(first: string | null | undefined, sent: string): void {
  if (first === sent) return;
  throw new Problem(422, 'idempotencyKeyReused', {
    vi: 'Idempotency-Key này đã dùng cho một nội dung khác.',
    en: 'This Idempotency-Key was used with another body.',
  });
}
