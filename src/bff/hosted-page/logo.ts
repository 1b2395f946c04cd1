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
export const LOGO_CONTENT_TYPE = 'image/webp';

/** Of the file, as it is given: bytes and pixels. */
const MAX_BYTES = 5_000_000;
const MAX_PIXELS = 25_000_000;
/** My Service Cloud's own bounds for an agency's logo, in pixels. */
const MIN_WIDTH_PX = 150;
const MIN_HEIGHT_PX = 50;
/** As served: twice the size it is shown in, for fine screens. */
const MAX_SERVED_SIZE = { width: 480, height: 160 };
const MAX_SERVED_BYTES = 200_000;

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
export async function readLogo(file: string): Promise<Logo> {
  const input = readBounded(file);
  const type = sniffImageType(input);
  if (type === 'svg') {
    throw new LogoError('an SVG is refused, since it can hold scripts and addresses: give it as a PNG, JPEG or WebP');
  }
  if (!type) throw new LogoError('a logo is a PNG, JPEG or WebP file, by its first bytes');
  const sharp = await loadRestrictedSharp();
  try {
    const image = sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
    const { width, height } = (await image.metadata()).autoOrient;
    if (width < MIN_WIDTH_PX || height < MIN_HEIGHT_PX) {
      throw new LogoError(`${width} × ${height} pixels: at least ${MIN_WIDTH_PX} × ${MIN_HEIGHT_PX} are needed`);
    }
    const { data, info } = await image
      .autoOrient()
      .resize({ ...MAX_SERVED_SIZE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 90 })
      .toBuffer({ resolveWithObject: true });
    if (data.byteLength > MAX_SERVED_BYTES) throw new LogoError(`it cannot be had in ${MAX_SERVED_BYTES / 1000} kB`);
    const bytes = new Uint8Array(data);
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
    return { path: `/logos/${hash}.webp`, bytes, width: info.width, height: info.height };
  } catch (cause) {
    if (cause instanceof LogoError) throw cause;
    throw new LogoError(`it cannot be read as an image of at most ${MAX_PIXELS / 1e6} megapixels`, { cause });
  }
}

function readBounded(file: string): Buffer {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    if (fstatSync(handle).size > MAX_BYTES) throw new LogoError(`it is larger than ${MAX_BYTES / 1e6} MB`);
    return readFileSync(handle);
  } catch (cause) {
    if (cause instanceof LogoError) throw cause;
    throw new LogoError('it cannot be read', { cause });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** By the first bytes; an SVG by its words, to say what is wrong with it. */
function sniffImageType(bytes: Buffer): 'png' | 'jpeg' | 'webp' | 'svg' | undefined {
  const startsWith = (hex: string) => bytes.subarray(0, 16).toString('hex').startsWith(hex);
  if (startsWith('89504e470d0a1a0a')) return 'png';
  if (startsWith('ffd8ff')) return 'jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return /<svg[\s>]/i.test(bytes.toString('utf8', 0, 4096)) ? 'svg' : undefined;
}

/** Brought in only where a site has a logo: it is native, and most of what it knows how to open is not for us. */
async function loadRestrictedSharp() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
}
