import { z } from 'zod';

/** Characters that break a line or change the direction of the surrounding text. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu;

/**
 * Text that we display, such as a supplier's name or the reason for a status: one line of at most `maxLength`
 * characters. Characters that could change how the text around it reads are replaced with spaces.
 *
 * @example sanitizedText(60).parse('Cardinal\u202e Power\n') // 'Cardinal Power'
 */
export const sanitizedText = (maxLength: number) =>
  z
    .string()
    .transform((text) =>
      [...text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim()].slice(0, maxLength).join(''),
    );
