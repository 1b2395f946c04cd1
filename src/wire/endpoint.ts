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
 * The type of a request body whose schema only the server loads. A page that makes the call needs the response schema, not this one.
 */
export interface RequestBody<Body> {
  readonly requestBody?: Body;
}

/** `'/v1/contracts/{id}/document'` → `'id'` */
export type PathParam<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParam<Rest>
  : never;

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.infer<Schema> : undefined;

export type BodyOf<E extends Endpoint> = 'requestBody' extends keyof E
  ? NonNullable<E['requestBody']>
  : Parsed<E['body']>;
export type QueryOf<E extends Endpoint> = Parsed<E['query']>;
