import type { WidgetOptions } from './options.ts';
import type { RatesStore } from './quote-form/rates-store.ts';

/** Prefills the field of each changed option. Keeps a ZIP code or usage that the customer has entered. */
export function applyOptionChanges(rates: RatesStore, previous: WidgetOptions, current: WidgetOptions): void {
  const changedValue = (input: string, from: string | undefined, to: string | undefined) =>
    to !== from && (!input || input === from) ? to : undefined;
  const { postalCode, primary } = rates;
  const { commodity } = current;
  const newPostalCode = changedValue(postalCode.peek(), previous.postalCode, current.postalCode);
  const newUsage = changedValue(primary.usage.peek(), previous.annualUsage, current.annualUsage);
  if (commodity !== previous.commodity && (commodity === 'gas' || commodity === 'electric' || commodity === 'both'))
    rates.selectCommodity(commodity);
  if (newPostalCode) rates.setPostalCode(newPostalCode);
  if (newUsage) primary.setText('usage', newUsage);
}
