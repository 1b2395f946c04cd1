/** Source of an estimated or imported usage. Shown under the field until the customer edits it. */
export const usageSources = {
  state_average: (price: string, state: string, source: string) =>
    `Estimate based on the ${state} commercial average of ${price} (${source}).`,
  assumed_price: (price: string) => `Estimate based on an assumed ${price}.`,
  own_rate: (price: string) => `Estimate based on ${price}.`,
  intensity: (amount: string, unit: string, source: string) =>
    `Estimate based on ${amount} ${unit} per square foot (${source}).`,
  locations: (count: number) =>
    count === 1 ? '1 location from your list' : `Total of ${count} locations from your list`,
};
export type UsageSourceMessages = typeof usageSources;
