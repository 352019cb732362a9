/** The OpenAPI 3.1 document, built from the same schemas that check what comes in. */
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import type { Route } from './http/route';
import { apiRoutes } from './routes';
import { publicRoutes } from './public/routes';
import { Pending, ProblemSchema } from './http/schemas';

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
});

const KeyHeader = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({
    description:
      'Khóa chống lặp, 1–200 ký tự ASCII; máy chủ tự tạo khi không có. Cùng khóa và cùng nội dung → cùng trả lời.',
    examples: ['3f1c9a52-6d0e-4a39-8f5f-0d4a2f6f7b11'],
  });
const IfMatchHeader = z
  .string()
  .optional()
  .meta({ description: 'Phiên bản đã xem, trong ngoặc kép; cũ thì 412', examples: ['"3"'] });

/** Also outside the base: what machines ask. */
const OPERATIONS: ZodOpenApiPathsObject = {
  '/healthz': { get: plain('Tiến trình còn sống (alive)') },
  '/readyz': {
    get: {
      ...plain('Sẵn sàng (ready)'),
      responses: { ...plain('').responses, 503: problem('Chưa sẵn sàng') },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      tags: ['operations'],
      summary: 'Số đo Prometheus',
      security: [],
      responses: { 200: { description: 'OK', content: { 'text/plain': { schema: z.string() } } } },
    },
  },
};

function plain(summary: string): ZodOpenApiOperationObject {
  const status = z.strictObject({
    status: z.string().meta({ description: 'ok hoặc ready', examples: ['ok'] }),
  });
  return {
    tags: ['operations'],
    summary,
    security: [],
    responses: { 200: { description: 'OK', content: json(status) } },
  };
}

function operation({ spec }: Route, base: string): ZodOpenApiOperationObject {
  const status = spec.status ?? 200;
  const headers = {
    ...(spec.idempotent ? { 'Idempotency-Key': KeyHeader } : {}),
    ...(spec.conditional ? { 'If-Match': IfMatchHeader } : {}),
  };
  return {
    operationId: operationId(spec.method, base + spec.path),
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.description ? { description: spec.description } : {}),
    ...(spec.public ? { security: [] } : {}),
    requestParams: {
      ...(spec.params ? { path: spec.params as z.ZodObject } : {}),
      ...(spec.query ? { query: spec.query as z.ZodObject } : {}),
      ...(Object.keys(headers).length > 0 ? { header: z.object(headers) } : {}),
    },
    ...(spec.body ? { requestBody: { required: true, content: json(spec.body) } } : {}),
    responses: {
      [String(status)]: { description: 'Thành công', content: json(spec.returns) },
      ...(spec.idempotent
        ? { 202: { description: 'Đã nhận, chưa ghi sổ xong; xem Location', content: json(Pending) } }
        : {}),
      ...failures(spec),
    },
  };
}

function failures({ body, params, public: isPublic, idempotent, conditional, method }: Route['spec']) {
  return {
    ...(body
      ? { 400: problem('JSON không đọc được'), 413: problem('Quá lớn'), 415: problem('Không phải JSON') }
      : {}),
    ...(isPublic ? {} : { 401: problem('Chưa đăng nhập'), 403: problem('Không có quyền') }),
    ...(params ? { 404: problem('Không có, hoặc không thuộc quyền xem') } : {}),
    ...(method === 'post' && params ? { 409: problem('Không thực hiện được theo quy định') } : {}),
    ...(conditional ? { 412: problem('Vụ việc đã thay đổi') } : {}),
    422: problem('Nội dung chưa hợp lệ'),
    429: problem('Quá nhiều yêu cầu'),
    ...(idempotent
      ? { 503: problem('Tạm thời không phục vụ được; gửi lại với cùng khóa') }
      : { 503: problem('Tạm thời không phục vụ được') }),
  };
}

const operationId = (method: string, path: string): string =>
  method +
  path
    .replace(/^\/api\/v1/, '')
    .replace(/[/{}-]+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '');

function pathsOf(routes: readonly Route[], base: string): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const item of routes) {
    const path = base + item.spec.path;
    paths[path] = { ...paths[path], [item.spec.method]: operation(item, base) };
  }
  return paths;
}

export function openApiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Thông Suốt',
      version: '1.0.0',
      description:
        'Kiến nghị, chỉ đạo và hồ sơ thủ tục hành chính của tỉnh: hạn, đôn đốc, kết quả. ' +
        'Mọi thời điểm có +07:00; tiền là đồng (VND); mã lỗi ở `reason` của application/problem+json.',
    },
    servers: [{ url: '/', description: 'Máy chủ này' }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Access token OIDC (at+jwt)',
        },
      },
    },
    paths: { ...pathsOf(apiRoutes, '/api/v1'), ...pathsOf(publicRoutes, '/public/v1'), ...OPERATIONS },
  });
}

export { DOCS_SCRIPT_PATH, docsPage, docsScript } from './http/docs-page';
