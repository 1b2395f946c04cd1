/**
 * Whether a contract that ends on `contractEnd` is still active when a contract that starts in `startMonth` begins.
 *
 * @example overlapsCurrentSupply('2027-01-31', '2027-01') // true
 */
export const overlapsCurrentSupply = (contractEnd: string, startMonth: string): boolean =>
  contractEnd >= `${startMonth}-01`;
