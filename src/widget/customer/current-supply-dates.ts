const toIsoDate = (time: number) => new Date(time).toISOString().slice(0, 10);

/**
 * Whether a contract that ends on `contractEnd` is still running when another begins in `startMonth`.
 *
 * @example overlaps('2027-01-31', '2027-01') // true
 */
export const overlapsCurrentSupply = (contractEnd: string, startMonth: string): boolean =>
  contractEnd >= `${startMonth}-01`;

/**
 * The last day to sign so that the utility can switch by the first of `startMonth`: `leadTimeDays` calendar days before it.
 *
 * @example signBy('2027-01', 7) // '2026-12-25'
 */
export const signByDate = (startMonth: string, leadTimeDays: number): string =>
  toIsoDate(Date.parse(`${startMonth}-01`) - leadTimeDays * 24 * 60 * 60_000);

/** Whether that day has gone by, on the customer's own calendar. */
export const isTooLateToSwitch = (startMonth: string, leadTimeDays: number, now: Date): boolean =>
  toIsoDate(now.getTime() - now.getTimezoneOffset() * 60_000) > signByDate(startMonth, leadTimeDays);
