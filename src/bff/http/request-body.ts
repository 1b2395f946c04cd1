import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type * as z from 'zod/mini';
import type { FieldProblem } from '../../wire/problem.ts';
import { isClientDisconnected } from './hono.ts';
import { ProblemError } from './problem.ts';

/** The decoder is shared, because creating a decoder takes longer than decoding a small body. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The largest body that the widget sends has at most 44 kB: ten offer tokens, which usually have about 1 kB each. */
const MAX_BODY_BYTES = 64 * 1024;

/** The number of bytes of a JSON body that cost one point of a rate limit. A smaller body costs no additional point. */
const BYTES_PER_POINT = 1024;

/**
 * The points that a JSON body costs in addition to the request, because thousands of unknown fields take milliseconds
 * to parse. A chunked body, whose size is not known, costs as much as the largest body.
 */
export function bodyPoints(context: Context): number {
  const length = context.req.header('Content-Length');
  const isChunked = context.req.header('Transfer-Encoding') !== undefined;
  const bytes = isChunked ? MAX_BODY_BYTES : Math.min(Number(length ?? 0) || 0, MAX_BODY_BYTES);
  return Math.floor(bytes / BYTES_PER_POINT);
}

/** Time limit for receiving a body. The slowest connections need a few seconds. */
const withTimeout = createSharedTimeout(30_000);

/** Rejects compressed bodies, which could expand beyond any limit. @throws ProblemError unsupported_media_type */
export function rejectCompressedBody(context: Context): void {
  if (context.req.header('Content-Encoding')) throw new ProblemError('unsupported_media_type');
}

/**
 * Rejects a body in a request whose body has no meaning (RFC 9110 section 9.3.1). While a body is incomplete, the
 * server would not detect that the client has disconnected.
 *
 * @throws ProblemError invalid_request
 */
export function rejectBody(context: Context): void {
  const hasBody =
    context.req.header('Transfer-Encoding') !== undefined || Number(context.req.header('Content-Length') ?? 0) !== 0;
  if (hasBody) throw new ProblemError('invalid_request');
}

/** The client closed the connection before it had sent its request. No one receives the response. */
export class ClientDisconnectedError extends Error {
  override readonly name = 'ClientDisconnectedError';
}

/** Reads at most `limit` bytes. @throws ProblemError body_too_large | body_too_slow; ClientDisconnectedError */
export function readBytes(context: Context, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const length = context.req.header('Content-Length');
  if (Number(length ?? 0) > limit) throw new ProblemError('body_too_large');
  const { raw } = context.req;
  // Node never delivers more than Content-Length. Reading the whole body directly, instead of as a stream, saves a
  // fifth of the time of a cheap request.
  const reading =
    length === undefined ? readStream(raw.body, limit) : raw.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  return withTimeout(reading, () => new ProblemError('body_too_slow')).catch((error: unknown) => {
    throw isClientDisconnected(context)
      ? new ClientDisconnectedError('the client disconnected before the request was complete', { cause: error })
      : error;
  });
}

async function readStream(body: Request['body'], limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new ProblemError('body_too_large');
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads the JSON body and validates it with its wire schema. Schemas are strict, so a key such as `__proto__` is an
 * unknown field.
 *
 * @throws ProblemError unsupported_media_type | body_too_large | body_too_slow | malformed_json | invalid_request
 */
export const readBody = async <S extends z.ZodMiniType>(context: Context, schema: S): Promise<z.infer<S>> =>
  validate(schema, parse(await readText(context)));

/**
 * Creates a `readBody` that caches parsed bodies, for requests that many clients send identically. Do not use it for
 * personal data, which would stay in memory.
 */
export function createCachedBodyParser<S extends z.ZodMiniType>(schema: S): (context: Context) => Promise<z.infer<S>> {
  const cache = new LRUCache<string, { readonly value: z.infer<S> }>({ max: 1_000 });
  return async (context) => {
    const text = await readText(context);
    const cached = cache.get(text);
    if (cached) return cached.value;
    const value = validate(schema, parse(text));
    if (text.length <= MAX_CACHED_LENGTH) cache.set(text, { value });
    return value;
  };
}

const MAX_CACHED_LENGTH = 1_000;

async function readText(context: Context): Promise<string> {
  const type = context.req.header('Content-Type') ?? '';
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) {
    throw new ProblemError('unsupported_media_type');
  }
  const bytes = await readBytes(context, MAX_BODY_BYTES);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProblemError('malformed_json');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed_json');
  }
}

/** Validates a value. @throws ProblemError invalid_request with one entry per field */
export function validate<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(toFieldProblems).slice(0, MAX_FIELD_PROBLEMS);
  throw new ProblemError('invalid_request', { errors });
}

/**
 * Maximum number of reported errors: more than a form can show. Without a limit, the response to a body of unknown
 * fields could be five times as large as that body.
 */
const MAX_FIELD_PROBLEMS = 20;

function toFieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_FIELD_PROBLEMS).map((key) => ({
      path: jsonPointer([...issue.path, key.slice(0, 40)]),
      code: 'unknown_field',
      detail: 'no such field',
    }));
  }
  // The messages of our own checks are stable codes. Zod's built-in messages are for developers.
  const code = /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code;
  return [{ path: jsonPointer(issue.path), code, detail: code.replaceAll('_', ' ') }];
}

/** Formats a path as a JSON Pointer (RFC 6901). */
const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** How often timeouts are checked. */
const SWEEP_MS = 1_000;

/**
 * Creates a function that rejects if a promise takes longer than `timeoutMs` (accurate to a second). All promises
 * share one timer, because a timer per request takes longer than reading a small body.
 *
 * @example
 * const withTimeout = createSharedTimeout(30_000);
 * await withTimeout(reading, () => new ProblemError('body_too_slow'));
 */
export function createSharedTimeout(timeoutMs: number): <T>(work: Promise<T>, createError: () => Error) => Promise<T> {
  /** Sorted by deadline, because all entries have the same timeout. */
  const pending = new Set<{ readonly deadline: number; readonly expire: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    const now = performance.now();
    for (const entry of pending) {
      if (entry.deadline > now) return;
      pending.delete(entry);
      entry.expire();
    }
    clearInterval(timer);
    timer = undefined;
  };
  return (work, createError) =>
    new Promise((resolve, reject) => {
      const entry = { deadline: performance.now() + timeoutMs, expire: () => reject(createError()) };
      pending.add(entry);
      timer ??= setInterval(sweep, SWEEP_MS).unref();
      const settle = (): void => void pending.delete(entry);
      work.then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
}
