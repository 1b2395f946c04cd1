import type * as z from 'zod/mini';
import type { BodyOf, Endpoint, PathParameter, QueryOf } from '../../wire/endpoint.ts';

type When<Condition, Part> = Condition extends true ? Part : object;
type Has<E, Key extends keyof Endpoint> = E extends { readonly [K in Key]: z.ZodMiniType | true } ? true : false;
type HasParameter<E extends Endpoint> = [PathParameter<E['path']>] extends [never] ? false : true;

/** A file in place of a body, and a `fetch` that tells how far it is, where the client has none of its own. */
interface FileOptions {
  readonly file: Blob;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** What a call needs, worked out from its endpoint: `params` when the path has some, `query`, `body`, the key. */
export type CallOptions<E extends Endpoint> = When<
  HasParameter<E>,
  { readonly params: Record<PathParameter<E['path']>, string> }
> &
  When<Has<E, 'query'>, { readonly query: QueryOf<E> }> &
  When<'says' extends keyof E ? true : Has<E, 'body'>, { readonly body: BodyOf<E> }> &
  When<E extends { readonly file: readonly string[] } ? true : false, FileOptions> &
  When<Has<E, 'idempotent'>, { readonly idempotencyKey: string }> & { readonly signal?: AbortSignal | undefined };

/** The same with the types forgotten, as the client works with it. */
export interface AnyCallOptions extends Partial<FileOptions> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
