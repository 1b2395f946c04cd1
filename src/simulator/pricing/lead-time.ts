import type { MscCommodity } from '../../upstreams/msc/pricing-schema.ts';

/**
 * Days a switch of electricity takes. Texas switches within days of the request; elsewhere supply begins with a meter
 * read, and the utility wants notice before it. Round figures of ours in the order of what tariffs ask for.
 */
const ELECTRIC_DAYS: Readonly<Record<string, number>> = { TX: 7, PA: 16, MD: 17, NJ: 20, OH: 17, IL: 17, NY: 20 };

/** Gas moves with the month: suppliers nominate for the next one ahead of it. */
const GAS_DAYS = 35;
const DEFAULT_DAYS = 30;

/**
 * Calendar days from an enrollment to the earliest day of supply.
 *
 * @example leadTimeDays('TX', 'electric') // 7
 */
export const leadTimeDays = (state: string, commodity: MscCommodity): number =>
  commodity === 'gas' ? GAS_DAYS : (ELECTRIC_DAYS[state] ?? DEFAULT_DAYS);
