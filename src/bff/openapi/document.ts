import * as z from 'zod/mini';
import type { Endpoint } from '../../wire/endpoint.ts';
import { endpoints } from '../../wire/endpoints.ts';
import { problem } from '../../wire/problem.ts';

type Json = Record<string, unknown>;

/** Creates `/openapi.json` (OpenAPI 3.1) from the endpoint table. */
export function openapiDocument(publicOrigin: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Commercial Shopper BFF',
      version: '1',
      description: 'The API between the widget and its server.',
    },
    servers: [{ url: publicOrigin }],
    paths,
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer', description: 'A token from POST /v1/sessions.' } },
      schemas: { Problem: z.toJSONSchema(problem, { io: 'output' }) },
    },
  };
}

const operation = (name: string, endpoint: Endpoint): Json => ({
  operationId: name,
  ...(endpoint.session ? { security: [{ session: [] }] } : {}),
  parameters: [
    ...[...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
      name: parameter,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...queryParameters(endpoint),
    ...(endpoint.idempotent
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: true,
            schema: { type: 'string', pattern: '^[\\w-]{16,64}$' },
          },
        ]
      : []),
    ...(endpoint.produces === 'text/event-stream'
      ? [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }]
      : []),
    ...(endpoint.produces === 'application/pdf' && endpoint.method === 'GET'
      ? [{ name: 'Range', in: 'header', schema: { type: 'string' } }]
      : []),
  ],
  ...(endpoint.body
    ? {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: z.toJSONSchema(endpoint.body, { io: 'input' }) } },
        },
      }
    : {}),
  ...(endpoint.file
    ? {
        requestBody: {
          required: true,
          // In OpenAPI 3.1 a binary body has no schema.
          content: Object.fromEntries(endpoint.file.map((type) => [type, {}])),
        },
      }
    : {}),
  responses: {
    [endpoint.status]: {
      description: 'Success',
      content: {
        [endpoint.produces ?? 'application/json']: endpoint.response
          ? { schema: z.toJSONSchema(endpoint.response) }
          : {},
      },
    },
    ...(endpoint.produces === 'application/pdf'
      ? {
          206: { description: 'The requested range', content: { 'application/pdf': {} } },
          416: { description: 'The range is not satisfiable' },
        }
      : {}),
    default: {
      description: 'A problem (RFC 9457)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
});

function queryParameters(endpoint: Endpoint): Json[] {
  if (!endpoint.query) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(endpoint.query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
