import { Webhook } from 'standardwebhooks';
import { ProblemError } from '../http/problem.ts';

/** How far a webhook's timestamp may be from now, in seconds (Standard Webhooks, "Verifying the timestamp"). */
const toleranceSeconds = 300;

/**
 * Verifies a webhook over its raw bytes against each secret in use (https://www.standardwebhooks.com). Stricter than the
 * reference library: the timestamp must be digits only, the id short, the bytes UTF-8.
 *
 * @returns the sender's id, and the body as JSON, not yet held against a schema
 * @throws ProblemError invalid_signature | malformed_json
 */
export const verifyWebhook = (
  secrets: readonly string[],
  headers: Headers,
  bytes: Uint8Array<ArrayBuffer>,
  now: Date,
): { readonly id: string; readonly body: unknown } => {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signature = headers.get('webhook-signature') ?? '';
  if (!/^[\w.-]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) throw new ProblemError('invalid_signature');
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds)
    throw new ProblemError('invalid_signature');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProblemError('invalid_signature');
  }
  if (!secrets.some((secret) => verifies(secret, text, { id, timestamp, signature }))) {
    throw new ProblemError('invalid_signature');
  }
  try {
    return { id, body: JSON.parse(text) };
  } catch {
    throw new ProblemError('malformed_json');
  }
};

const verifies = (
  secret: string,
  text: string,
  { id, timestamp, signature }: Record<'id' | 'timestamp' | 'signature', string>,
) => {
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
};
