import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Logo } from '../partners/site.ts';

/** Media type of served logos. */
export const LOGO_CONTENT_TYPE = 'image/webp';

/** Limits of the input file. */
const MAX_BYTES = 5_000_000;
const MAX_PIXELS = 25_000_000;
/** My Service Cloud's own minimum size for a partner's logo. */
const MIN_WIDTH_PX = 150;
const MIN_HEIGHT_PX = 50;
/** Limits of the served file: twice the displayed size, for high-density screens. */
const MAX_SERVED_SIZE = { width: 480, height: 160 };
const MAX_SERVED_BYTES = 200_000;

/** A file cannot be used as a logo. The message is shown to the operator. */
export class LogoError extends Error {
  override readonly name = 'LogoError';
}

/**
 * Reads a PNG, JPEG or WebP file and re-encodes it: upright, at most twice the displayed size, and containing only the
 * image (no location, camera data, second frame or trailing data).
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

/** Imported only if a site has a logo, because sharp is a native module. Restricted to the formats that we accept. */
async function loadRestrictedSharp() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
}
