import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Faults } from './customer-model.ts';

/** Words for one fault: ours by its code, else the server's, else the general ones. */
export function faultWords({ errors }: CustomerTexts, fault: Faults[string] | undefined): string | undefined {
  if (!fault) return undefined;
  const known = Object.entries(errors).find(([code]) => code === fault.code);
  return known?.[1] ?? fault.detail ?? errors.other;
}
