import type { Energy } from '../../wire/decimal.ts';
import type { UsageAssumption } from '../../wire/usage-estimate.ts';
import type { UsageHelpTexts } from '../i18n/en/usage-help.ts';
import type { Format } from '../i18n/format.ts';

interface UsageNoteInput {
  readonly annualUsage: Energy;
  readonly assumption: UsageAssumption;
  readonly state: string;
}

/**
 * What an estimated usage rests on, in one sentence.
 *
 * @example // 'Estimated from a bill at 8.82 ¢/kWh, the average for businesses in Texas (EIA, Electric Power Annual, 2023).'
 */
export function usageNote(
  { notes, states }: UsageHelpTexts,
  format: Format,
  { annualUsage: { unit }, assumption: { kind, amount, source = '' }, state }: UsageNoteInput,
): string {
  const price = format.rateText({ amount, unit });
  switch (kind) {
    case 'state_average':
      return notes.state_average(price, states[state] ?? state, source);
    case 'intensity':
      return notes.intensity(format.number(amount), format.unit(unit), source);
    default:
      return notes[kind](price);
  }
}
