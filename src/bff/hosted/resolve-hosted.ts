import { resolve } from 'node:path';
import { pageLanguages } from '../http/page-language.ts';
import type { SecretReference } from '../partners/secret-reference.ts';
import { type HostedDeclaration, isHomeUrl } from './declaration.ts';
import type { Hosted } from './hosted.ts';
import { LogoError, readLogo } from './logo.ts';

/**
 * A declared page with what it refers to.
 *
 * @param read gives what a reference in the file points at
 * @param folder that paths are taken from
 * @throws Error in words, naming the file or what else is wrong
 */
export const resolveHosted = async (
  { slug, title, home, logo, languages }: HostedDeclaration,
  locales: readonly string[],
  read: (reference: SecretReference) => string,
  folder: string,
): Promise<Hosted> => ({
  slug,
  title,
  home: resolveHome(home, read),
  languages: languages ?? pageLanguages.filter((language) => locales.includes(language)),
  logo: logo === undefined ? undefined : await readNamed(logo, folder),
});

const resolveHome = (home: HostedDeclaration['home'], read: (reference: SecretReference) => string) => {
  if (home === undefined || typeof home === 'string') return home;
  const address = read(home);
  if (!isHomeUrl(address)) throw new Error('home is not an https:// address (http:// only on this machine)');
  return address;
};

const readNamed = (logo: string, folder: string) =>
  readLogo(resolve(folder, logo)).catch((error: unknown) => {
    throw error instanceof LogoError ? new LogoError(`the logo ${logo}: ${error.message}`, { cause: error }) : error;
  });
