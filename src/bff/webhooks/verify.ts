import { Webhook } from 'standardwebhooks';
import { ProblemError } from '../http/problem.ts';

const TOLERANCE_SECONDS = 300;

/** One to ten of `v1,<base64>`, a space between; versions we do not know are passed over. */
const SIGNATURES_PATTERN = /^v\w{1,3},[A-Za-z0-9+/]{1,200}={0,2}(?: v\w{1,3},[A-Za-z0-9+/]{1,200}={0,2}){0,9}$/;

/**
 * Verifies a webhook over its raw bytes against each secret in use (https://www.standardwebhooks.com): signature, and a
 * timestamp at most five minutes from `now`. Stricter than the reference library, which reads `123abc` as a
 * timestamp, takes headers that came twice, and signs text, not bytes.
 *
 * @returns the sender's id, and the body as JSON, not yet held against a schema
 * @throws ProblemError invalid_signature | malformed_json
 */
export function verifyWebhook(
  secrets: readonly string[],
  headers: Headers,
  bytes: Uint8Array<ArrayBuffer>,
  now: Date,
): { readonly id: string; readonly body: unknown } {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signature = headers.get('webhook-signature') ?? '';
  // A header that came twice is joined by a comma and a space, and none of these lets one in.
  if (!/^[\w.-]{1,200}$/.test(id) || !/^[1-9]\d{0,11}$/.test(timestamp) || !SIGNATURES_PATTERN.test(signature)) {
    throw new ProblemError('invalid_signature');
  }
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)
    throw new ProblemError('invalid_signature');
  const text = decode(bytes);
  if (!secrets.some((secret) => isValidSignature(secret, text, { id, timestamp, signature }))) {
    throw new ProblemError('invalid_signature');
  }
  try {
    return { id, body: JSON.parse(text) };
  } catch {
    throw new ProblemError('malformed_json');
  }
}

/** Bytes that are no UTF-8 could stand for the replacement character of a text that was signed: they are refused. */
function decode(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('invalid_signature');
  }
}

function isValidSignature(
  secret: string,
  text: string,
  { id, timestamp, signature }: Record<'id' | 'timestamp' | 'signature', string>,
): boolean {
  try {
    new Webhook(secret).verify(text, {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    });
    return true;
  } catch {
    return false;
  }
}
