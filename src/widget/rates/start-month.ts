/**
 * The months a contract can start in: from two months ahead, since a switch takes a billing cycle, twelve of them.
 *
 * @example startMonths(new Date('2026-11-21')) // ['2027-01', …, '2027-12']
 */
export function startMonths(today: Date): string[] {
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(today.getFullYear(), today.getMonth() + 2 + index)).toISOString().slice(0, 7),
  );
}
