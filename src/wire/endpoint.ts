import type * as z from 'zod/mini';

/**
 * One call between widget and BFF: method, path, what is said and what is answered, in one place. The widget's client,
 * the BFF's routes and `/openapi.json` are made from these.
 *
 * `session`: needs `Authorization: Bearer <session token>`. `idempotent`: needs an `Idempotency-Key` header.
 * `file`: the body is a file of one of these media types, not JSON. `produces`: the answer's media type when it is not JSON. `status`: the status of success.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: `/v1/${string}`;
  readonly session: boolean;
  readonly idempotent?: true;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly file?: readonly string[];
  readonly response?: z.ZodMiniType;
  readonly produces?: 'text/event-stream' | 'application/pdf';
  readonly status: 200 | 201;
}

/**
 * What is said to an endpoint whose body's schema stands in a file of its own, for the server alone: a page that loads the call for
 * its answer does not load what it never reads.
 */
export interface Says<Body> {
  readonly says?: Body;
}

/** `'/v1/contracts/{id}/document'` → `'id'` */
export type PathParameter<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never;

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.infer<Schema> : undefined;

export type BodyOf<E extends Endpoint> = 'says' extends keyof E ? NonNullable<E['says']> : Parsed<E['body']>;
export type QueryOf<E extends Endpoint> = Parsed<E['query']>;
