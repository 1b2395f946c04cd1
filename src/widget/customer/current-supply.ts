const toIsoDate = (time: number) => new Date(time).toISOString().slice(0, 10);

/**
 * Whether a contract that ends on `contractEnd` is still active when a contract that starts in `startMonth` begins.
 *
 * @example overlapsCurrentSupply('2027-01-31', '2027-01') // true
 */
export const overlapsCurrentSupply = (contractEnd: string, startMonth: string): boolean =>
  contractEnd >= `${startMonth}-01`;

/**
 * The last day to sign so that the utility can switch on the first of `startMonth`.
 *
 * @param leadTimeDays calendar days that the utility needs
 * @example signByDate('2027-01', 7) // '2026-12-25'
 */
export const signByDate = (startMonth: string, leadTimeDays: number): string =>
  toIsoDate(Date.parse(`${startMonth}-01`) - leadTimeDays * 24 * 60 * 60_000);

/** Whether `signByDate` has passed in the customer's time zone. */
export const isTooLateToSwitch = (startMonth: string, leadTimeDays: number, now: Date): boolean =>
  toIsoDate(now.getTime() - now.getTimezoneOffset() * 60_000) > signByDate(startMonth, leadTimeDays);
