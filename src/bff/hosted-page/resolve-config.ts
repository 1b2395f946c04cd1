import { resolve } from 'node:path';
import type { SecretReference } from '../config/secret-reference.ts';
import { PAGE_LANGUAGES } from '../http/accept-language.ts';
import { type HostedPageConfig, isHomeUrl } from './config.ts';
import type { HostedPage } from './hosted-page.ts';
import { LogoError, readLogo } from './logo.ts';

/**
 * A declared page with what it refers to.
 *
 * @param readReference gives what a reference in the file points at
 * @param folder that paths are taken from
 * @throws Error in words, naming the file or what else is wrong
 */
export const resolveHostedPage = async (
  { slug, title, home, logo, languages }: HostedPageConfig,
  locales: readonly string[],
  readReference: (reference: SecretReference) => string,
  folder: string,
): Promise<HostedPage> => ({
  slug,
  title,
  home: resolveHome(home, readReference),
  languages: languages ?? PAGE_LANGUAGES.filter((language) => locales.includes(language)),
  logo: logo === undefined ? undefined : await readLogoFile(logo, folder),
});

function resolveHome(home: HostedPageConfig['home'], readReference: (reference: SecretReference) => string) {
  if (home === undefined || typeof home === 'string') return home;
  const address = readReference(home);
  if (!isHomeUrl(address)) throw new Error('home is not an https:// address (http:// only on this machine)');
  return address;
}

const readLogoFile = (logo: string, folder: string) =>
  readLogo(resolve(folder, logo)).catch((error: unknown) => {
    throw error instanceof LogoError ? new LogoError(`the logo ${logo}: ${error.message}`, { cause: error }) : error;
  });
