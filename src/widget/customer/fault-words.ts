import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Faults } from './pointer.ts';

/**
 * Words for one fault by its code, ours or that of a supplier who rejected an earlier contract; a code we do not know
 * gets the general ones. A server's own words are not for customers.
 */
export function faultWords({ errors, reasons }: CustomerTexts, fault: Faults[string] | undefined): string | undefined {
  if (!fault) return undefined;
  const wanted = fault.code.toLowerCase();
  const known = [...Object.entries(errors), ...Object.entries(reasons)];
  return known.find(([code]) => code.toLowerCase() === wanted)?.[1] ?? errors.other;
}
