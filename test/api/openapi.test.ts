import fs from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../../api/openapi';
import { apiRoutes } from '../../api/routes';
import { publicRoutes } from '../../api/public/routes';

const doc = openApiDocument() as unknown as {
  openapi: string;
  paths: Record<string, Record<string, { operationId?: string; responses: object }>>;
  components: { schemas: Record<string, Schema> };
};

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | object;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
}

it('is OpenAPI 3.1', () => {
  expect(doc.openapi).toBe('3.1.0');
});

it('lists every route, and no other under the base', () => {
  const routes = [
    ...apiRoutes.map(({ spec }) => `${spec.method} /api/v1${spec.path}`),
    ...publicRoutes.map(({ spec }) => `${spec.method} /public/v1${spec.path}`),
  ];
  const listed = Object.entries(doc.paths).flatMap(([at, methods]) =>
    Object.keys(methods).map((method) => `${method} ${at}`),
  );
  expect(listed.filter((one) => /v1/.test(one)).sort()).toEqual(routes.sort());
});

it('has the contract’s endpoints', () => {
  for (const at of [
    '/api/v1/meetings',
    '/api/v1/recommendations/{id}/commands',
    '/api/v1/directives/{id}/events',
    '/api/v1/dossiers/{id}/deadline',
    '/api/v1/escalations/{id}/acknowledge',
    '/api/v1/deadlines/calculate',
    '/api/v1/dashboard',
    '/api/v1/commands/{key}',
    '/public/v1/dossiers/{code}',
    '/healthz',
    '/readyz',
    '/metrics',
  ])
    expect(Object.keys(doc.paths)).toContain(at);
});

it('names each operation once', () => {
  const ids = Object.values(doc.paths).flatMap((methods) =>
    Object.values(methods).map((operation) => operation.operationId),
  );
  const named = ids.filter(Boolean);
  expect(new Set(named).size).toBe(named.length);
});

it('describes every field', () => {
  const bare: string[] = [];
  const visit = (schema: Schema, at: string): void => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const inner = field.anyOf?.find((one) => one.type !== 'null') ?? field;
      if (!field.$ref && !inner.$ref && !field.description && !inner.description) bare.push(`${at}.${name}`);
      visit(field, `${at}.${name}`);
    }
    if (schema.items) visit(schema.items, `${at}[]`);
    for (const one of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) visit(one, at);
  };
  for (const [name, schema] of Object.entries(doc.components.schemas)) visit(schema, name);
  expect(bare).toEqual([]);
});

it('is what docs/openapi.json says', () => {
  const file = path.resolve(__dirname, '../../docs/openapi.json');
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(doc)));
});
