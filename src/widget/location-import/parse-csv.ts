/** One CSV record. `line` is the line of the file where the record starts, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Occurs when the quote at `line` is never closed, which would make the rest of the file one field. */
export class UnclosedQuoteError extends Error {
  override readonly name = 'UnclosedQuoteError';
  readonly line: number;
  constructor(line: number) {
    super(`unclosed quote at line ${line}`);
    this.line = line;
  }
}

const SEPARATORS = [',', ';', '\t'] as const;

/** Excel's separator directive in the first line: `sep=;` */
const DIRECTIVE = /^sep=(.)(?:\r\n|\r|\n)/i;
/** Number of lines at the start of the file in which separators are counted. Titles may precede the header. */
const MAX_LEADING_LINES = 10;

/**
 * Detects the separator: the separator of a `sep=` directive, or else the candidate that occurs most often in one of
 * the first lines, outside quotes.
 */
export function detectSeparator(text: string): string {
  const [, declared] = DIRECTIVE.exec(text) ?? [];
  if (declared) return declared;
  const lines = text.replace(/"(?:[^"]|"")*"/g, '').split(/\r\n|\r|\n/, MAX_LEADING_LINES);
  const count = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length));
  return SEPARATORS.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/**
 * Parses CSV as specified in RFC 4180: quoted fields may contain separators, line breaks and escaped quotes. Lines may
 * end with CRLF, LF or CR. Blank lines and a `sep=` directive are skipped. Every field is text; formulas are never
 * evaluated.
 *
 * @throws UnclosedQuoteError
 * @example parseCsv('a,"b ""c"""\r\n') // [{ line: 1, fields: ['a', 'b "c"'] }]
 */
export function parseCsv(text: string, separator = detectSeparator(text)): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let line = 1;
  let recordLine = 1;
  let openQuoteLine = 0;

  const endRecord = () => {
    fields.push(field);
    if (fields.some((value) => value.trim())) records.push({ line: recordLine, fields });
    fields = [];
    field = '';
  };

  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? '';
    const isBreak = char === '\n' || (char === '\r' && text[index + 1] !== '\n');
    if (isBreak) line++;
    if (openQuoteLine) {
      if (char !== '"') field += char;
      else if (text[index + 1] === '"') {
        field += '"';
        index++;
      } else openQuoteLine = 0;
    } else if (char === '"' && !field.trim()) {
      field = '';
      openQuoteLine = line;
    } else if (char === separator) {
      fields.push(field);
      field = '';
    } else if (isBreak) {
      endRecord();
      recordLine = line;
    } else if (char !== '\r') field += char;
  }
  if (openQuoteLine) throw new UnclosedQuoteError(openQuoteLine);
  endRecord();
  return DIRECTIVE.test(text) ? records.slice(1) : records;
}

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
