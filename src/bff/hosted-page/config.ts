import { z } from 'zod';
import { PAGE_LANGUAGES } from '../http/accept-language.ts';
import { isSecureUrl } from '../partners/origin.ts';
import { type ReferenceReader, secretReference } from '../partners/secret-reference.ts';
import type { HostedPage } from '../partners/site.ts';
import { LogoError, readLogo } from './logo.ts';

function isHomeUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isSecureUrl(url) && !url.username;
}

const HOME_URL_RULE = 'must be an https:// URL (http:// on loopback hosts only), or { env: NAME }';

/** `sites[].hosted`: the site's page on our origin, at `/shop/{slug}`. */
export const hostedPageConfig = z.strictObject({
  slug: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/,
      'must be lowercase letters, digits and inner dashes, such as lonestar-energy',
    ),
  /** The page's heading and document title. Default: our own text. */
  title: z.string().min(1).max(80).optional(),
  /** URL that the logo links to. */
  home: z
    .union([z.string().max(500).refine(isHomeUrl, HOME_URL_RULE), secretReference], { error: HOME_URL_RULE })
    .optional(),
  /** Path of an image file, relative to `partners.yaml`: see `logo.ts`. */
  logo: z.string().min(1).max(500).optional(),
  /** A subset of the site's locales, the default first. Default: all of them. */
  languages: z.array(z.enum(PAGE_LANGUAGES)).min(1).optional(),
});
type HostedPageConfig = z.infer<typeof hostedPageConfig>;

/** Settings of the site that constrain its hosted page. */
interface HostingSite {
  readonly locales: readonly string[];
  readonly botCheck?: { readonly siteKey?: string | undefined } | undefined;
  readonly signing: { readonly method: 'session' | 'email'; readonly presentations?: readonly string[] | undefined };
}

/** Conflicts between a hosted page and its site. Each has the path within `hosted`, and a message. */
export const findHostedPageErrors = (
  hosted: HostedPageConfig,
  { locales, botCheck, signing }: HostingSite,
): readonly (readonly [path: readonly string[], message: string])[] => [
  ...(hosted.languages ?? [])
    .filter((language) => !locales.includes(language))
    .map((language) => [['languages'], `${language} is not in the site’s locales`] as const),
  ...(signing.method === 'session' && signing.presentations && !signing.presentations.includes('popup')
    ? [[[], 'signing in an iframe opens a popup: add popup to the site’s signing.presentations'] as const]
    : []),
  ...(botCheck && botCheck.siteKey === undefined
    ? [[[], 'the hosted page must run the bot check itself: add botCheck.siteKey to the site'] as const]
    : []),
];

/**
 * Resolves references and reads the logo.
 *
 * @throws Error with a message for the operator
 */
export async function resolveHostedPage(
  { slug, title, home, logo, languages }: HostedPageConfig,
  locales: readonly string[],
  references: ReferenceReader,
): Promise<HostedPage> {
  return {
    slug,
    title,
    home: resolveHome(home, references),
    languages: languages ?? PAGE_LANGUAGES.filter((language) => locales.includes(language)),
    logo: logo === undefined ? undefined : await readLogoFile(logo, references),
  };
}

function resolveHome(home: HostedPageConfig['home'], references: ReferenceReader): string | undefined {
  if (home === undefined) return undefined;
  const url = references.readText(home);
  if (!isHomeUrl(url)) throw new Error(`home ${HOME_URL_RULE}`);
  return url;
}

const readLogoFile = (logo: string, references: ReferenceReader) =>
  readLogo(references.resolvePath(logo)).catch((error: unknown) => {
    throw error instanceof LogoError ? new LogoError(`the logo ${logo}: ${error.message}`, { cause: error }) : error;
  });
