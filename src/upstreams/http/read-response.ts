import type { z } from 'zod';
import type { UpstreamErrors } from './errors.ts';

/** A response body exceeds the client's limit. */
export class ResponseTooLargeError extends Error {
  override readonly name = 'ResponseTooLargeError';
}

/** Reads a body of at most `maxBytes`. @throws ResponseTooLargeError */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ResponseTooLargeError();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/**
 * Parses JSON with a schema; empty text parses as `undefined`. @throws UpstreamInvalidResponseError without the value
 */
export function parseResponse<S extends z.ZodType>(
  errors: UpstreamErrors,
  schema: S,
  operation: string,
  text: string,
): z.infer<S> {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new errors.InvalidResponse(operation, '', 'not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new errors.InvalidResponse(operation, issue?.path.join('.') ?? '', issue?.code ?? 'unknown');
}
