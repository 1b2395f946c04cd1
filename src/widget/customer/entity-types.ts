import type { Customer } from '../../wire/customer.ts';

/** The kinds of business, in the order they are offered: the common ones first. */
export const ENTITY_TYPES = [
  'llc',
  'corporation',
  'partnership',
  'sole_proprietor',
  'nonprofit',
  'government',
] as const satisfies readonly Customer['entityType'][];
