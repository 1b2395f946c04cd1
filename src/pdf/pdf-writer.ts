import { PDFDocument, type PDFFont, rgb, StandardFonts } from '@cantoo/pdf-lib';

/** Writes text from top to bottom, on as many letter-size pages as necessary. */
export interface PdfWriter {
  title(text: string): void;
  heading(text: string): void;
  paragraph(text: string): void;
  /** A name and its value, side by side. */
  entry(name: string, value: string): void;
  /** Adds a header to each page and returns the document. */
  finish(pageHeader: (page: number, pageCount: number) => string): Promise<Uint8Array<ArrayBuffer>>;
}

export interface PdfMetadata {
  readonly title: string;
  /** A BCP 47 language tag. Screen readers choose their voice by it. */
  readonly language: string;
  readonly createdAt: Date;
}

const [width, height, margin] = [612, 792, 56];
/** Where the values of entries begin, and the width of their names. */
const [valueX, nameWidth] = [margin + 160, 150];
const [entrySize, entryLineHeight] = [10, 14];
const textColor = rgb(0.1, 0.13, 0.18);
const mutedColor = rgb(0.4, 0.44, 0.5);

/**
 * Creates a writer. The same content and metadata give the same bytes, because a reader may fetch the document in
 * ranges. Text may contain any character: characters that the fonts lack are replaced.
 *
 * @example
 * const writer = await createPdfWriter({ title: 'Contract', language: 'en-US', createdAt: new Date() });
 * writer.paragraph('…');
 * const bytes = await writer.finish((page, pageCount) => `Specimen · page ${page} of ${pageCount}`);
 */
export async function createPdfWriter({ title, language, createdAt }: PdfMetadata): Promise<PdfWriter> {
  const document = await PDFDocument.create();
  document.setCreationDate(createdAt);
  document.setModificationDate(createdAt);
  document.setTitle(toDrawableText(title), { showInWindowTitleBar: true });
  document.setLanguage(language);
  const regular = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  let page = document.addPage([width, height]);
  let y = height - margin - 20;

  const ensureSpace = (needed: number): void => {
    if (y - needed >= margin) return;
    page = document.addPage([width, height]);
    y = height - margin - 20;
  };
  const drawLines = (text: string, font: PDFFont, size: number, x: number, color = textColor): void => {
    for (const line of wrap(toDrawableText(text), font, size, width - margin - x)) {
      ensureSpace(size * 1.4);
      y -= size * 1.4;
      page.drawText(line, { x, y, size, font, color });
    }
  };

  return {
    title(text) {
      drawLines(text, bold, 18, margin);
      y -= 6;
    },
    heading(text) {
      ensureSpace(48);
      y -= 14;
      drawLines(text, bold, 12, margin);
      y -= 2;
    },
    paragraph(text) {
      drawLines(text, regular, 10, margin);
      y -= 4;
    },
    entry(name, value) {
      const nameLines = wrap(toDrawableText(name), regular, entrySize, nameWidth);
      ensureSpace(nameLines.length * entryLineHeight);
      const [firstPage, top] = [page, y];
      for (const [index, line] of nameLines.entries()) {
        const lineY = top - (index + 1) * entryLineHeight;
        page.drawText(line, { x: margin, y: lineY, size: entrySize, font: regular, color: mutedColor });
      }
      drawLines(value, regular, entrySize, valueX);
      if (page === firstPage) y = Math.min(y, top - nameLines.length * entryLineHeight);
    },
    async finish(pageHeader) {
      const pages = document.getPages();
      for (const [index, currentPage] of pages.entries()) {
        const text = toDrawableText(pageHeader(index + 1, pages.length));
        currentPage.drawText(text, { x: margin, y: height - margin + 8, size: 9, font: bold, color: mutedColor });
      }
      return new Uint8Array(await document.save());
    },
  };
}

/** Breaks lines at spaces. Splits words that are too long for a line. */
function wrap(text: string, font: PDFFont, size: number, maxWidth: number): string[] {
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= maxWidth;
  const wrapped: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line && !fits(`${line} ${word}`)) {
      wrapped.push(line);
      line = '';
    }
    while (!fits(word)) {
      let cut = word.length - 1;
      while (cut > 1 && !fits(word.slice(0, cut))) cut--;
      wrapped.push(word.slice(0, cut));
      word = word.slice(cut);
    }
    line = line ? `${line} ${word}` : word;
  }
  return [...wrapped, line];
}

/** Characters of Windows-1252 beyond Latin-1. A PDF's standard fonts support exactly these and Latin-1. */
const WINDOWS_1252_EXTRAS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** Replacements for letters that Unicode normalization does not decompose. */
const LATIN_FALLBACKS: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ŋ: 'n',
  Ŋ: 'N',
  ŧ: 't',
  Ŧ: 'T',
  '‐': '-',
  '‑': '-',
  '−': '-',
};

/**
 * Converts text to characters that a PDF's standard fonts support. Other letters lose their accents or become `?`.
 * Line breaks and control characters become spaces.
 *
 * @example toDrawableText('Łódź Đặng 東京') // 'Lódz Dang ??'
 */
export function toDrawableText(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(character)) return ' ';
    if (isDrawable(character)) return character;
    const stripped = (LATIN_FALLBACKS[character] ?? character).normalize('NFKD').replace(/\p{M}/gu, '');
    return [...stripped].map((letter) => LATIN_FALLBACKS[letter] ?? letter).every(isDrawable)
      ? [...stripped].map((letter) => LATIN_FALLBACKS[letter] ?? letter).join('')
      : '?';
  }).join('');
}

const isDrawable = (character: string): boolean =>
  (character >= ' ' && character <= '~') ||
  (character >= '\u00a0' && character <= '\u00ff') ||
  WINDOWS_1252_EXTRAS.includes(character);
