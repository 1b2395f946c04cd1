import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { PAGE_LANGUAGES } from '../http/accept-language.ts';
import { isSecureUrl } from '../partners/origin.ts';
import { type ReferenceReader, secretReference } from '../partners/secret-reference.ts';
import type { HostedPage, Logo } from '../partners/site.ts';

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
  /** Path of an image file, relative to `partners.yaml`: see `readLogo`. */
  logo: z.string().min(1).max(500).optional(),
  /** A subset of the site's locales, with the page's default language first. Default: all of the site's locales. */
  languages: z.array(z.enum(PAGE_LANGUAGES)).min(1).optional(),
});
type HostedPageConfig = z.infer<typeof hostedPageConfig>;

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

export const LOGO_CONTENT_TYPE = 'image/webp';

const MAX_BYTES = 5_000_000;
const MAX_PIXELS = 25_000_000;
/** My Service Cloud's own minimum size for a partner's logo. */
const MIN_WIDTH_PX = 150;
const MIN_HEIGHT_PX = 50;
/** Limits of the served file: twice the displayed size, for high-density screens. */
const MAX_SERVED_SIZE = { width: 480, height: 160 };
const MAX_SERVED_BYTES = 200_000;

/** A file cannot be used as a logo. The message is shown to the operator. */
class LogoError extends Error {
  override readonly name = 'LogoError';
}

/**
 * Reads a PNG, JPEG or WebP file and re-encodes it: upright, at most twice the displayed size, and without location,
 * camera data, further frames or trailing data.
 *
 * @throws LogoError
 */
export async function readLogo(file: string): Promise<Logo> {
  const input = readBounded(file);
  const type = sniffImageType(input);
  if (type === 'svg') {
    throw new LogoError('SVG is not supported, because it can contain scripts and links: use PNG, JPEG or WebP');
  }
  if (!type) throw new LogoError('unsupported file type: use PNG, JPEG or WebP');
  const sharp = await loadRestrictedSharp();
  try {
    const image = sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
    const { width, height } = (await image.metadata()).autoOrient;
    if (width < MIN_WIDTH_PX || height < MIN_HEIGHT_PX) {
      throw new LogoError(`${width} × ${height} pixels: must be at least ${MIN_WIDTH_PX} × ${MIN_HEIGHT_PX}`);
    }
    const { data, info } = await image
      .autoOrient()
      .resize({ ...MAX_SERVED_SIZE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 90 })
      .toBuffer({ resolveWithObject: true });
    if (data.byteLength > MAX_SERVED_BYTES)
      throw new LogoError(`cannot be compressed to ${MAX_SERVED_BYTES / 1000} kB: use a simpler picture`);
    const bytes = new Uint8Array(data);
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
    return { path: `/logos/${hash}.webp`, bytes, width: info.width, height: info.height };
  } catch (cause) {
    if (cause instanceof LogoError) throw cause;
    throw new LogoError(`cannot be decoded: use an undamaged image of at most ${MAX_PIXELS / 1e6} megapixels`, {
      cause,
    });
  }
}

function readBounded(file: string): Buffer {
  let handle: number | undefined;
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = fstatSync(handle);
    if (!info.isFile()) throw new LogoError('not a regular file');
    if (info.size > MAX_BYTES) throw new LogoError(`larger than ${MAX_BYTES / 1e6} MB`);
    return readFileSync(handle);
  } catch (cause) {
    if (cause instanceof LogoError) throw cause;
    throw new LogoError('cannot read the file', { cause });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Detects the type by the first bytes. SVG is detected only for a helpful error message. */
function sniffImageType(bytes: Buffer): 'png' | 'jpeg' | 'webp' | 'svg' | undefined {
  const startsWith = (hex: string) => bytes.subarray(0, 16).toString('hex').startsWith(hex);
  if (startsWith('89504e470d0a1a0a')) return 'png';
  if (startsWith('ffd8ff')) return 'jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return /<svg[\s>]/i.test(bytes.toString('utf8', 0, 4096)) ? 'svg' : undefined;
}

/** Imports sharp only if a site has a logo, because sharp is a native module. Restricts it to the accepted formats. */
async function loadRestrictedSharp() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
}
