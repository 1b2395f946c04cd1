import { z } from 'zod';
import { isDevelopmentOrigin } from '../auth/origin.ts';
import { secretReference } from '../config/secret-reference.ts';
import { PAGE_LANGUAGES } from '../http/accept-language.ts';

/** A link off our page: plain http is for this machine only. */
export function isHomeUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || isDevelopmentOrigin(url.origin)) && !url.username;
}

const HOME_URL_RULE = 'an https:// address (http:// only on this machine), or { env: NAME }';

/** A page of our own for a site, at `/shop/{slug}`, as `partners.yaml` has it. It is also what a frame on the site's pages shows. */
export const hostedPageConfig = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'small letters, digits and dashes inside, like lonestar-energy'),
  /** The page's heading, and its name in the tab; our own words without it. */
  title: z.string().min(1).max(80).optional(),
  /** Where the logo leads: the agency's own page. */
  home: z
    .union([z.string().max(500).refine(isHomeUrl, HOME_URL_RULE), secretReference], { error: HOME_URL_RULE })
    .optional(),
  /** A file beside `partners.yaml`: see `logo.ts`. */
  logo: z.string().min(1).max(500).optional(),
  /** Some of the site's locales, the first for whom none of them suits; all of them without it. */
  languages: z.array(z.enum(PAGE_LANGUAGES)).min(1).optional(),
});
export type HostedPageConfig = z.infer<typeof hostedPageConfig>;

/** What of a site a page of ours has to fit. */
interface HostingSite {
  readonly locales: readonly string[];
  readonly botCheck?: unknown;
  readonly signing: { readonly method: 'session' | 'email'; readonly presentations?: readonly string[] | undefined };
}

/** What is wrong with a hosted page on the site that it is for: what it is about, and in words. */
export const findHostedPageErrors = (
  hosted: HostedPageConfig,
  { locales, botCheck, signing }: HostingSite,
): readonly (readonly [path: readonly string[], message: string])[] => [
  ...(hosted.languages ?? [])
    .filter((language) => !locales.includes(language))
    .map((language) => [['languages'], `${language} is not among the site’s locales`] as const),
  ...(signing.method === 'session' && signing.presentations && !signing.presentations.includes('popup')
    ? [[[], 'in a frame signing opens in a window: the site’s signing.presentations must have popup'] as const]
    : []),
  ...(botCheck ? [[[], 'a page of ours has no proof to bring: a site has either hosted or botCheck'] as const] : []),
];
