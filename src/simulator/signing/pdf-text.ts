/** What Windows-1252 has beyond Latin-1: the rest of what a PDF's standard fonts can draw. */
const WINDOWS_1252_EXTRAS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** Letters that no accent-stripping turns into a Latin one. */
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
 * Text that a PDF's standard fonts can draw: letters they lack lose their accents, what is left becomes `?`, and line
 * breaks and other controls become spaces.
 *
 * @example drawable('Łódź Đặng 東京') // 'Lódz Dang ??'
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
