import type * as z from 'zod/mini';

/**
 * One endpoint of the API between widget and BFF: method, path, request and response. The widget's client, the BFF's
 * routes and `/openapi.json` are created from these definitions.
 *
 * `session`: requires `Authorization: Bearer <session token>`. `idempotent`: requires an `Idempotency-Key` header.
 * `file`: the body is a file of one of these media types instead of JSON. `produces`: the media type of the response,
 * if it is not JSON. `status`: the status of a successful response.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: `/v1/${string}`;
  readonly session: boolean;
  readonly idempotent?: true;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly file?: readonly string[];
  readonly response?: z.ZodMiniType;
  readonly produces?: 'text/event-stream' | 'application/pdf';
  readonly status: 200 | 201 | 202;
}

/** Example: `'/v1/contracts/{id}/document'` → `'id'`. */
export type PathParam<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParam<Rest>
  : never;

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.infer<Schema> : undefined;

export type BodyOf<E extends Endpoint> = Parsed<E['body']>;
export type QueryOf<E extends Endpoint> = Parsed<E['query']>;
