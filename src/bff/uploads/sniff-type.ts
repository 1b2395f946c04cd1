import type { UploadType } from '../../wire/upload.ts';

/** So many bytes decide: an HEIC's first box with a dozen compatible brands. */
export const SNIFF_BYTES = 64;

/** Brands that stand for HEVC-coded images (ISO/IEC 23008-12, annex B); `mif1` and `msf1` alone may be AVIF. */
const HEIC_BRANDS: readonly string[] = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];

/**
 * What a file is by its first bytes; undefined for all we do not take. A PDF's mark must be the very first bytes, though
 * readers look further: what begins as something else is not let through as a PDF.
 *
 * @param head the first `SNIFF_BYTES` of the file, or all of a shorter one
 */
export function sniffType(head: Uint8Array): UploadType | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const startsWith = (hex: string) => bytes.toString('hex').startsWith(hex);
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return 'application/pdf';
  if (startsWith('ffd8ff')) return 'image/jpeg';
  if (startsWith('89504e470d0a1a0a')) return 'image/png';
  return isHeic(bytes) ? 'image/heic' : undefined;
}

/** A `ftyp` box (ISO/IEC 14496-12, section 4.3): size, type, major brand, version, compatible brands. */
function isHeic(bytes: Buffer): boolean {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(bytes.readUInt32BE(0), bytes.length);
  const brandAt = (at: number) => bytes.toString('latin1', at, at + 4);
  if (HEIC_BRANDS.includes(brandAt(8))) return true;
  for (let at = 16; at + 4 <= end; at += 4) if (HEIC_BRANDS.includes(brandAt(at))) return true;
  return false;
}
