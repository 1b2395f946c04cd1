import type { QuoteFormErrorMessages } from '../i18n/en/quote-form-errors.ts';
import type { Format } from '../i18n/format.ts';
import type { AmountError } from './parse-amount.ts';
import type { QuoteField, QuoteFormValues } from './quote-form-values.ts';
import { maxUsage } from './usage.ts';
import { formatUsageSource } from './usage-source.ts';

/** What stands under a field of the first form when there is more to say than its hint. */
export interface FieldMessages {
  /** What is wrong, and what belongs there. */
  errorMessage(values: QuoteFormValues, format: Format, field: QuoteField, error: AmountError): string;
  /** Where the usage comes from; undefined for what is no note. */
  sourceMessage(format: Format, encoded: string): string | undefined;
}

/** It loads, with its words, when the first of them is wanted: a form without a mistake does without. */
export const createFieldMessages = (messages: QuoteFormErrorMessages): FieldMessages => ({
  errorMessage({ commodity, unit }, format, field, error) {
    if (field !== 'usage' && field !== 'currentRate') return messages[field];
    const max = `${format.number(maxUsage(commodity, unit))} ${format.unit(unit)}`;
    const expected = field === 'usage' ? messages.usage(max) : messages.currentRate[commodity];
    return `${messages.amount[error]} ${expected}`;
  },
  sourceMessage: (format, encoded) => formatUsageSource(messages.usageSources, format, encoded),
});
