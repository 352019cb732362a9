/** Calls to the API over kept connections, as the province's software makes them. */
import http from 'node:http';
import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export class ApiClient {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 200 });

  constructor(private readonly base: string) {}

  post(path: string, token: string, body: object, key: string = randomUUID()): Promise<Answer> {
    return this.call('POST', path, token, JSON.stringify(body), { 'idempotency-key': key });
  }

  get(path: string, token: string): Promise<Answer> {
    return this.call('GET', path, token);
  }

  private call(
    method: string,
    path: string,
    token: string,
    body?: string,
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(`${this.base}${path}`, {
        method,
        agent: this.agent,
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      });
      request.once('error', reject);
      request.once('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            body: text ? (JSON.parse(text) as Answer['body']) : {},
          });
        });
      });
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The answer's body, or an error that says what came instead. */
export function expectStatus(answer: Answer, status: number): Record<string, unknown> {
  if (answer.status === status) return answer.body;
  throw new Error(
    `answer ${answer.status} instead of ${status}: ${JSON.stringify(answer.body).slice(0, 300)}`,
  );
}
