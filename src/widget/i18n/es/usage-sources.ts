import type { UsageSourceMessages } from '../en/usage-sources.ts';

export const usageSources: UsageSourceMessages = {
  state_average: (price, state, source) => `Estimación con el promedio comercial de ${state}: ${price} (${source}).`,
  assumed_price: (price) => `Estimación con un precio supuesto de ${price}.`,
  own_rate: (price) => `Estimación con ${price}.`,
  intensity: (amount, unit, source) => `Estimación con ${amount} ${unit} por pie cuadrado (${source}).`,
  locations: (count) => (count === 1 ? '1 local de su lista' : `Total de ${count} locales de su lista`),
};
