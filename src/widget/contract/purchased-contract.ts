import { signal } from '@preact/signals';
import { perWidget } from '../per-widget.ts';

/**
 * The reference of the first of two contracts, for electricity and gas, while the customer selects the second. It
 * is in memory only.
 */
export const purchasedContract = perWidget(() => signal<string | undefined>(undefined));
