import type * as z from 'zod/mini';
import type { BodyOf, Endpoint, PathParam, QueryOf } from '../../wire/endpoint.ts';

type If<Condition, Fields> = Condition extends true ? Fields : object;
type HasKey<E, Key extends keyof Endpoint> = E extends { readonly [K in Key]: z.ZodMiniType | true } ? true : false;
type HasParameter<E extends Endpoint> = [PathParam<E['path']>] extends [never] ? false : true;

/** A file in place of a body, and a `fetch` that tells how far it is, where the client has none of its own. */
interface FileOptions {
  readonly file: Blob;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** What a call needs, worked out from its endpoint: `params` when the path has some, `query`, `body`, the key. */
export type CallOptions<E extends Endpoint> = If<
  HasParameter<E>,
  { readonly params: Record<PathParam<E['path']>, string> }
> &
  If<HasKey<E, 'query'>, { readonly query: QueryOf<E> }> &
  If<'requestBody' extends keyof E ? true : HasKey<E, 'body'>, { readonly body: BodyOf<E> }> &
  If<E extends { readonly file: readonly string[] } ? true : false, FileOptions> &
  If<HasKey<E, 'idempotent'>, { readonly idempotencyKey: string }> & { readonly signal?: AbortSignal | undefined };

/** The same with the types forgotten, as the client works with it. */
export interface AnyCallOptions extends Partial<FileOptions> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
