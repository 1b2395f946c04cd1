import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type * as z from 'zod/mini';
import type { FieldProblem } from '../../wire/problem.ts';
import { ProblemError } from './problem.ts';
import { createSharedTimeout } from './shared-timeout.ts';

/** One for all: to make one costs more than to read a small body with it. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The largest body a widget has reason to send: a contract with fifty accounts is about 20 kB. */
const MAX_BODY_BYTES = 64 * 1024;

/** Who sends less than this in so long is not waited for: a few seconds do on the slowest line. Milliseconds. */
const withTimeout = createSharedTimeout(30_000);

/** Reads at most `limit` bytes. @throws ProblemError body_too_large | body_too_slow */
export function readBytes(context: Context, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const length = context.req.header('Content-Length');
  if (Number(length ?? 0) > limit) throw new ProblemError('body_too_large');
  const { raw } = context.req;
  // Node lets no more in than was said, and reading at once costs a fifth of a cheap request less than reading a stream.
  const reading =
    length === undefined ? readStream(raw.body, limit) : raw.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  return withTimeout(reading, () => new ProblemError('body_too_slow'));
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
 * The JSON body through its wire schema. The schemas are strict, so that a key like `__proto__` is an unknown field.
 *
 * @throws ProblemError unsupported_media_type | body_too_large | body_too_slow | malformed_json | invalid_request
 */
export const readBody = async <S extends z.ZodMiniType>(context: Context, schema: S): Promise<z.infer<S>> =>
  validate(schema, parse(await readText(context)));

/**
 * As `readBody`, for a question that many ask word for word: what was read before is not read again. Not for what is personal:
 * it is kept in memory.
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

/** In letters: a question to be kept is short. */
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

/** @throws ProblemError invalid_request with one entry a field */
export function validate<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid_request', { errors: parsed.error.issues.flatMap(toFieldProblems) });
}

function toFieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: jsonPointer([...issue.path, key.slice(0, 40)]),
      code: 'unknown_field',
      detail: 'no such field',
    }));
  }
  // Our own checks carry a stable code as their message; zod's own messages are for developers.
  const code = /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code;
  return [{ path: jsonPointer(issue.path), code, detail: code.replaceAll('_', ' ') }];
}

/** RFC 6901. */
const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
