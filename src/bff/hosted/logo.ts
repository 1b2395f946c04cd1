import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** An agency's logo as it is served: made anew from what the agency gave, so that nothing but its picture is in it. */
export interface Logo {
  /** With its hash: it can be kept for good. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** What a logo is served as. */
export const logoType = 'image/webp';

/** Of the file, as it is given: bytes and pixels. */
const mostBytes = 5_000_000;
const mostPixels = 25_000_000;
/** My Service Cloud's own bounds for an agency's logo, in pixels. */
const leastWidth = 150;
const leastHeight = 50;
/** As served: twice the size it is shown in, for fine screens. */
const room = { width: 480, height: 160 };
const mostServedBytes = 200_000;

/** A file is no logo. The message says why, in words. */
export class LogoError extends Error {
  override readonly name = 'LogoError';
}

/**
 * Reads a PNG, JPEG or WebP and makes it anew: at most as large as it is shown, upright, without anything but its picture (no
 * place, no camera, no second frame, nothing after its end).
 *
 * @throws LogoError
 */
export const readLogo = async (file: string): Promise<Logo> => {
  const given = readBounded(file);
  const type = imageType(given);
  if (type === 'svg') {
    throw new LogoError('an SVG is refused, since it can hold scripts and addresses: give it as a PNG, JPEG or WebP');
  }
  if (!type) throw new LogoError('a logo is a PNG, JPEG or WebP file, by its first bytes');
  const sharp = await onlyWhatWeTake();
  try {
    const image = sharp(given, { limitInputPixels: mostPixels, failOn: 'error' });
    const { width, height } = (await image.metadata()).autoOrient;
    if (width < leastWidth || height < leastHeight) {
      throw new LogoError(`${width} × ${height} pixels: at least ${leastWidth} × ${leastHeight} are needed`);
    }
    const { data, info } = await image
      .autoOrient()
      .resize({ ...room, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 90 })
      .toBuffer({ resolveWithObject: true });
    if (data.byteLength > mostServedBytes) throw new LogoError(`it cannot be had in ${mostServedBytes / 1000} kB`);
    const bytes = new Uint8Array(data);
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
    return { path: `/logos/${hash}.webp`, bytes, width: info.width, height: info.height };
  } catch (cause) {
    if (cause instanceof LogoError) throw cause;
    throw new LogoError(`it cannot be read as an image of at most ${mostPixels / 1e6} megapixels`, { cause });
  }
};

const readBounded = (file: string): Buffer => {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    if (fstatSync(handle).size > mostBytes) throw new LogoError(`it is larger than ${mostBytes / 1e6} MB`);
    return readFileSync(handle);
  } catch (cause) {
    if (cause instanceof LogoError) throw cause;
    throw new LogoError('it cannot be read', { cause });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
};

/** By the first bytes; an SVG by its words, to say what is wrong with it. */
const imageType = (bytes: Buffer): 'png' | 'jpeg' | 'webp' | 'svg' | undefined => {
  const starts = (hex: string) => bytes.subarray(0, 16).toString('hex').startsWith(hex);
  if (starts('89504e470d0a1a0a')) return 'png';
  if (starts('ffd8ff')) return 'jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return /<svg[\s>]/i.test(bytes.toString('utf8', 0, 4096)) ? 'svg' : undefined;
};

/** Brought in only where a site has a logo: it is native, and most of what it knows how to open is not for us. */
const onlyWhatWeTake = async () => {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
};
