import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/**
 * A value that `partners.yaml` names but does not hold: `{ env: NAME }` or `{ file: /run/secrets/name }`. A file's path
 * is taken from the folder of `partners.yaml` when it is relative.
 */
export const secretReference = z.union(
  [z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })],
  { error: 'write { env: NAME } or { file: path }: secrets do not stand in this file' },
);
export type SecretReference = z.infer<typeof secretReference>;

/** What a reference points at could not be had. The message names the reference, never a value. */
export class SecretMissingError extends Error {
  override readonly name = 'SecretMissingError';
}

/** @throws SecretMissingError when the variable is unset or empty, or the file cannot be read */
export function readSecret(reference: SecretReference, env: NodeJS.ProcessEnv, folder: string): string {
  if ('env' in reference) {
    const value = env[reference.env];
    if (!value) throw new SecretMissingError(`the environment variable ${reference.env} is not set`);
    return value;
  }
  try {
    const file = secretFile(reference, folder) ?? '';
    const value = readFileSync(file, 'utf8').trim();
    if (value) return value;
  } catch (cause) {
    throw new SecretMissingError(`the file ${reference.file} cannot be read`, { cause });
  }
  throw new SecretMissingError(`the file ${reference.file} is empty`);
}

/** Where a mounted secret is; undefined for one in the environment. */
export function secretFile(reference: SecretReference, folder: string): string | undefined {
  if ('env' in reference) return undefined;
  return isAbsolute(reference.file) ? reference.file : resolve(folder, reference.file);
}
