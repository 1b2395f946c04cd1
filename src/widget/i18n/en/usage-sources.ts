/** Source of an estimated or imported usage. Shown under the field until the customer edits it. */
export const usageSources = {
  state_average: (price: string, state: string, source: string) =>
    `Estimated from a bill at ${price}, the average for businesses in ${state} (${source}).`,
  assumed_price: (price: string) => `Estimated from a bill at ${price}, a price we assume.`,
  own_rate: (price: string) => `Estimated from a bill at ${price}.`,
  intensity: (amount: string, unit: string, source: string) =>
    `Estimated at ${amount} ${unit} a square foot (${source}).`,
  locations: (count: number) =>
    count === 1 ? 'One location of your list' : `${count} locations of your list, added up`,
  states: {
    CT: 'Connecticut',
    DE: 'Delaware',
    IL: 'Illinois',
    MA: 'Massachusetts',
    MD: 'Maryland',
    MI: 'Michigan',
    NJ: 'New Jersey',
    NY: 'New York',
    OH: 'Ohio',
    PA: 'Pennsylvania',
    TX: 'Texas',
  },
};
export type UsageSourceMessages = typeof usageSources;
