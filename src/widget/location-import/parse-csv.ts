/** One CSV record. `line` is the line in the file where it starts, counted from 1. */
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

/** Excel's own directive in the first line: `sep=;` */
const DIRECTIVE = /^sep=(.)(?:\r\n|\r|\n)/i;
/** Lines that may precede the header, such as a title. */
const MAX_LEADING_LINES = 10;

/**
 * Detects the separator: that of a `sep=` directive, or the candidate that occurs most often in one of the first lines,
 * outside quotes.
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
 * end with CRLF, LF or CR. Blank lines and a `sep=` directive are skipped. Every field is text; formulas are never evaluated.
 *
 * @throws UnclosedQuoteError
 * @example parseCsv('a,"b ""c"""\r
 * ') // [{ line: 1, fields: ['a', 'b "c"'] }]
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
