import type { EnergyUnit } from '../../wire/decimal.ts';
import type { UsageAssumption } from '../../wire/usage-estimate.ts';
import type { UsageNoteTexts } from '../i18n/en/usage-notes.ts';
import type { Format } from '../i18n/format.ts';
import { usageUnits } from './usage-units.ts';

interface Estimated extends UsageAssumption {
  readonly unit: EnergyUnit;
  readonly state: string;
}

/**
 * What a usage that was not typed rests on, as this tab remembers it. Not in words yet: those follow the language.
 *
 * @example estimateNote({ kind: 'own_rate', amount: '0.0882', unit: 'kWh', state: 'TX' }) // 'own_rate|0.0882|kWh|TX|'
 */
export const estimateNote = ({ kind, amount, unit, state, source = '' }: Estimated): string =>
  [kind, amount, unit, state, source].join('|');

/** @example sitesNote(3) // 'sites|3' */
export const sitesNote = (count: number): string => `sites|${count}`;

/**
 * The note in one sentence; undefined for what is no note.
 *
 * @example // 'Estimated from a bill at 8.82 ¢/kWh, the average for businesses in Texas (EIA, Electric Power Annual, 2023).'
 */
export function noteWords(texts: UsageNoteTexts, format: Format, note: string): string | undefined {
  const [kind, amount = '', unitName, state = '', source = ''] = note.split('|');
  if (kind === 'sites') return texts.sites(Number(amount));
  const unit = [...usageUnits.electric, ...usageUnits.gas].find((known) => known === unitName);
  if (!unit) return undefined;
  const price = format.rateText({ amount, unit });
  switch (kind) {
    case 'state_average':
      return texts.state_average(price, new Map(Object.entries(texts.states)).get(state) ?? state, source);
    case 'intensity':
      return texts.intensity(format.number(amount), format.unit(unit), source);
    case 'assumed_price':
    case 'own_rate':
      return texts[kind](price);
    default:
      return undefined;
  }
}
