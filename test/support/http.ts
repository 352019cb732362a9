/** A sender as our own clients are told to be: with a key, repeating until it knows what became of the command. */
import { randomUUID } from 'node:crypto';

export interface Sent {
  status: number;
  body: Record<string, unknown>;
  /** Answers on the way that said "may still happen" or nothing at all. */
  repeats: number;
}

/** Sends until the answer is definite: neither 503, 202, nor a broken connection. Gives up after 120 s. */
export async function sendUntilKnown(
  url: string,
  token: string,
  body: unknown,
  key: string = randomUUID(),
): Promise<Sent> {
  const until = Date.now() + 120_000;
  for (let repeats = 0; Date.now() < until; repeats += 1) {
    const answer = await post(url, token, body, key).catch(() => null);
    if (answer && answer.status !== 503 && answer.status !== 202) return { ...answer, repeats };
    await new Promise((resolve) => setTimeout(resolve, Math.min(200 * (repeats + 1), 2000)));
  }
  throw new Error(`no definite answer to ${key} within 120 s`);
}

export async function post(
  url: string,
  token: string,
  body: unknown,
  key: string = randomUUID(),
): Promise<Omit<Sent, 'repeats'>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export async function get<T = Record<string, unknown>>(
  url: string,
  token: string,
): Promise<{ status: number; body: T }> {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, body: (await response.json()) as T };
}
