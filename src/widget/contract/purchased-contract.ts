import { signal } from '@preact/signals';
import { perWidget } from '../per-widget.ts';

/**
 * The reference of the first contract of a customer who buys both commodities, while the second one is being bought. It
 * is in memory only.
 */
export const purchasedContract = perWidget(() => signal<string | undefined>(undefined));
