import { readFileSync } from 'node:fs';
import { type Settings, SettingsError } from './settings.ts';

/**
 * The server's own secrets: those of a mounted file, a line each, the one in use first; or the one in the environment.
 *
 * @throws SettingsError without a value in it
 */
export function readServerSecrets({
  BFF_SECRET,
  BFF_SECRET_FILE,
}: Pick<Settings, 'BFF_SECRET' | 'BFF_SECRET_FILE'>): readonly [string, ...string[]] {
  const [current, ...previous] = BFF_SECRET_FILE === undefined ? [BFF_SECRET ?? ''] : readLines(BFF_SECRET_FILE);
  if (!current) throw new SettingsError('BFF_SECRET or BFF_SECRET_FILE must be set');
  if ([current, ...previous].some((secret) => secret.length < 32)) {
    throw new SettingsError('BFF_SECRET_FILE: each line at least 32 characters: openssl rand -base64 48');
  }
  return [current, ...previous];
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  } catch {
    throw new SettingsError('BFF_SECRET_FILE: the file cannot be read');
  }
}
