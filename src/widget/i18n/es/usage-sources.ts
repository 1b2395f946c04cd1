import type { UsageSourceMessages } from '../en/usage-sources.ts';

export const usageSources: UsageSourceMessages = {
  state_average: (price, state, source) =>
    `Estimado de una factura a ${price}, el promedio para empresas en ${state} (${source}).`,
  assumed_price: (price) => `Estimado de una factura a ${price}, un precio supuesto.`,
  own_rate: (price) => `Estimado de una factura a ${price}.`,
  intensity: (amount, unit, source) => `Estimado a razón de ${amount} ${unit} por pie cuadrado (${source}).`,
  locations: (count) => (count === 1 ? 'Un local de su lista' : `${count} locales de su lista, sumados`),
  states: {
    CT: 'Connecticut',
    DE: 'Delaware',
    IL: 'Illinois',
    MA: 'Massachusetts',
    MD: 'Maryland',
    MI: 'Míchigan',
    NJ: 'Nueva Jersey',
    NY: 'Nueva York',
    OH: 'Ohio',
    PA: 'Pensilvania',
    TX: 'Texas',
  },
};
