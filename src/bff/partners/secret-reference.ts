import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/**
 * A value that `partners.yaml` refers to: `{ env: NAME }` or `{ file: /run/secrets/name }`. A relative path is
 * resolved against the folder of `partners.yaml`.
 */
export const secretReference = z.union(
  [z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })],
  { error: 'write { env: NAME } or { file: path }: this file must not contain secrets' },
);
export type SecretReference = z.infer<typeof secretReference>;

/** A referenced value is missing or cannot be read. The message contains the reference, never a value. */
export class SecretMissingError extends Error {
  override readonly name = 'SecretMissingError';
}

export interface ReferenceReader {
  /** @throws SecretMissingError when the variable is unset or empty, or the file cannot be read */
  read(reference: SecretReference): string;
  /**
   * Reads a value that is either in `partners.yaml` itself or in a reference.
   *
   * @throws SecretMissingError
   */
  readText(value: string | SecretReference): string;
  resolvePath(path: string): string;
}

/** @param folder the folder of `partners.yaml` */
export function createReferenceReader(env: NodeJS.ProcessEnv, folder: string): ReferenceReader {
  const resolvePath = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path));
  const read = (reference: SecretReference): string =>
    'env' in reference ? readVariable(env, reference.env) : readSecretFile(reference.file, resolvePath(reference.file));
  return { read, readText: (value) => (typeof value === 'string' ? value : read(value)), resolvePath };
}

function readVariable(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]?.trim();
  if (!value) throw new SecretMissingError(`the environment variable ${name} is not set`);
  return value;
}

function readSecretFile(name: string, path: string): string {
  let value: string;
  try {
    value = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new SecretMissingError(`cannot read the file ${name}`, { cause });
  }
  if (!value) throw new SecretMissingError(`the file ${name} is empty`);
  return value;
}

/**
 * Reads the secrets that sign webhooks (https://www.standardwebhooks.com).
 *
 * @throws Error if a secret is not base64 or is too short
 */
export function readWebhookSecrets(references: readonly SecretReference[], reader: ReferenceReader): string[] {
  const secrets = references.map(reader.read);
  if (secrets.every((secret) => /^(whsec_)?[A-Za-z0-9+/]{16,}={0,2}$/.test(secret))) return secrets;
  throw new Error('a webhook secret must be at least 16 base64 characters, with or without the prefix "whsec_"');
}
