/** Requests so malformed that no route ever sees them: the same kind of answer all the same. */
import type { Socket } from 'node:net';

const PROBLEMS: Readonly<Record<string, [status: string, reason: string, title: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'headersTooLarge',
    'Phần đầu quá lớn',
    'Phần đầu (headers) của yêu cầu quá lớn.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'requestTimeout',
    'Yêu cầu đến quá chậm',
    'Không nhận đủ yêu cầu kịp thời.',
  ],
};
const MALFORMED = [
  '400 Bad Request',
  'malformedRequest',
  'Yêu cầu không đọc được',
  'Yêu cầu không đúng HTTP.',
] as const;

/** For `clientError` of the HTTP server. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [line, reason, title, detail] = PROBLEMS[error.code ?? ''] ?? MALFORMED;
  const status = Number(line.slice(0, 3));
  const body = JSON.stringify({ type: `urn:thong-suot:problem:${reason}`, title, status, detail, reason });
  socket.end(
    [
      `HTTP/1.1 ${line}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
