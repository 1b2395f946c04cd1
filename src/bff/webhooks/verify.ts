import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ProblemError } from '../http/problem.ts';

const TOLERANCE_SECONDS = 300;

/** One to ten signatures of the form `v1,<base64>`, separated by spaces. Unknown versions are ignored. */
const SIGNATURES_PATTERN = /^v\w{1,3},[A-Za-z0-9+/]{1,200}={0,2}(?: v\w{1,3},[A-Za-z0-9+/]{1,200}={0,2}){0,9}$/;

/**
 * Verifies the signature of a webhook's raw bytes with each active secret (https://www.standardwebhooks.com), and
 * checks that its timestamp is within five minutes of `now`. Stricter than the reference library, which reads `123abc`
 * as a timestamp, accepts duplicate headers, and verifies text instead of bytes.
 *
 * @returns the sender's ID for the webhook, and the body as unvalidated JSON
 * @throws ProblemError invalid_signature | malformed_json
 */
export function verifyWebhook(
  secrets: readonly string[],
  headers: Headers,
  bytes: Uint8Array<ArrayBuffer>,
  now: Date,
): { readonly id: string; readonly body: unknown } {
  const signed = readSignatureHeaders(headers, now);
  const text = decode(bytes);
  if (!secrets.some((secret) => isValidSignature(secret, text, signed))) {
    throw new ProblemError('invalid_signature');
  }
  try {
    return { id: signed.id, body: JSON.parse(text) };
  } catch {
    throw new ProblemError('malformed_json');
  }
}

interface SignatureHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/**
 * Checks the format of the three signature headers and the timestamp, which is possible before the body is read.
 *
 * @throws ProblemError invalid_signature
 */
export function readSignatureHeaders(headers: Headers, now: Date): SignatureHeaders {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signature = headers.get('webhook-signature') ?? '';
  // Duplicate headers are joined with a comma and a space, which none of these patterns accepts.
  if (!/^[\w.-]{1,200}$/.test(id) || !/^[1-9]\d{0,11}$/.test(timestamp) || !SIGNATURES_PATTERN.test(signature)) {
    throw new ProblemError('invalid_signature');
  }
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)
    throw new ProblemError('invalid_signature');
  return { id, timestamp, signature };
}

/**
 * Strict UTF-8: otherwise invalid bytes would decode to the replacement character and could match another signed text.
 */
function decode(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('invalid_signature');
  }
}

/** Compares with the library's signature; its `verify` would also check the timestamp with the machine's clock. */
function isValidSignature(secret: string, text: string, { id, timestamp, signature }: SignatureHeaders): boolean {
  const expected = Buffer.from(new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), text));
  return signature
    .split(' ')
    .map((candidate) => Buffer.from(candidate))
    .some((candidate) => candidate.length === expected.length && timingSafeEqual(candidate, expected));
}
