/** The decoded text of a file and its encoding, or the reason why the file is not a text file. */
export type DecodedFile =
  | { readonly text: string; readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' }
  | { readonly kind: 'empty' | 'spreadsheet' | 'binary' };

/**
 * Decodes a text file. A byte order mark determines the encoding. Without a byte order mark, UTF-16 is detected by its
 * zero bytes. Text that is not valid UTF-8 is decoded as Windows-1252, which spreadsheet programs on Windows still
 * write.
 *
 * @example decodeTextFile(new Uint8Array([0x50, 0x4b, 3, 4])) // { kind: 'spreadsheet' }
 */
export function decodeTextFile(bytes: Uint8Array): DecodedFile {
  const [first, second, third] = bytes;
  if (first === undefined) return { kind: 'empty' };
  if (first === 0x50 && second === 0x4b) return { kind: 'spreadsheet' };
  if (first === 0xd0 && second === 0xcf && third === 0x11) return { kind: 'spreadsheet' };
  const encoding = detectUtf16(bytes) ?? 'utf-8';
  if (encoding === 'utf-8' && bytes.includes(0)) return { kind: 'binary' };
  try {
    // `TextDecoder` removes the byte order mark.
    return nonEmpty(new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding);
  } catch {
    return encoding === 'utf-8'
      ? nonEmpty(new TextDecoder('windows-1252').decode(bytes), 'windows-1252')
      : { kind: 'binary' };
  }
}

function detectUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 200);
  const zeros = (parity: number) => sample.filter((byte, index) => index % 2 === parity && byte === 0).length;
  const threshold = sample.length / 4;
  if (zeros(1) > threshold && !zeros(0)) return 'utf-16le';
  return zeros(0) > threshold && !zeros(1) ? 'utf-16be' : undefined;
}

const nonEmpty = (text: string, encoding: Extract<DecodedFile, { text: string }>['encoding']): DecodedFile =>
  text.trim() ? { text, encoding } : { kind: 'empty' };
