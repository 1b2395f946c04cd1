import type { RatesErrorTexts } from '../i18n/en/rates-errors.ts';
import type { Format } from '../i18n/format.ts';
import type { AmountFault } from './amount.ts';
import type { RatesField, Typed } from './typed-form.ts';
import { mostUsage } from './usage.ts';
import { noteWords } from './usage-note.ts';

/** What stands under a field of the first form when there is more to say than its hint. */
export interface FieldWords {
  /** What is wrong, and what belongs there. */
  say(typed: Typed, format: Format, field: RatesField, fault: AmountFault): string;
  /** Where the usage comes from; undefined for what is no note. */
  note(format: Format, note: string): string | undefined;
}

/** It loads, with its words, when the first of them is wanted: a form without a mistake does without. */
export const createFieldWords = (texts: RatesErrorTexts): FieldWords => ({
  say({ commodity, unit }, format, field, fault) {
    if (field !== 'usage' && field !== 'currentRate') return texts[field];
    const most = `${format.number(mostUsage(commodity, unit))} ${format.unit(unit)}`;
    const expected = field === 'usage' ? texts.usage(most) : texts.currentRate[commodity];
    return `${texts.amount[fault]} ${expected}`;
  },
  note: (format, note) => noteWords(texts.usageNotes, format, note),
});
