/**
 * Letters a utility's own systems take of a customer's name, where the market has published it: 35 in the EDI guidelines of
 * Pennsylvania, New Jersey and Delaware, 60 in Maryland's. A longer name does not match the utility's record, and the
 * enrollment comes back.
 */
const PUBLISHED_LIMITS: Readonly<Record<string, number>> = { PA: 35, NJ: 35, DE: 35, MD: 60 };

/**
 * @param state two letters
 * @example nameLimit('PA') // 35; undefined where no limit is known
 */
export const legalNameLimit = (state: string): number | undefined => PUBLISHED_LIMITS[state];
