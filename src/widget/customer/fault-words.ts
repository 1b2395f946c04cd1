import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Faults } from './customer-model.ts';

/** Words for one fault by its code; a code we do not know gets the general ones. A server's own words are not for customers. */
export function faultWords({ errors }: CustomerTexts, fault: Faults[string] | undefined): string | undefined {
  if (!fault) return undefined;
  return Object.entries(errors).find(([code]) => code === fault.code)?.[1] ?? errors.other;
}
