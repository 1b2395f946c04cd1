import { Webhook } from 'standardwebhooks';
import { ProblemError } from '../http/problem.ts';

const toleranceSeconds = 300;

/**
 * Verifies a webhook over its raw bytes against each secret in use (https://www.standardwebhooks.com): signature, and a
 * timestamp at most five minutes from `now`. Stricter than the reference library, which reads `123abc` as a timestamp.
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
  // Bytes that are not UTF-8 become others here, and their signature fails.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
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
): boolean => {
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
