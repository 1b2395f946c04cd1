import type { CompareTexts } from '../en/compare.ts';

export const compare: CompareTexts = {
  heading: (count) => `${count} ofertas lado a lado`,
  close: 'Cerrar',
  rows: {
    year: 'Al año',
    against: 'Frente a ahora',
    term: 'Todo el plazo',
    rate: 'Tarifa',
    length: 'Plazo',
    price: 'Precio',
    green: 'Renovable',
    monthlyFee: 'Cargo mensual',
    brokerFee: 'Nuestra comisión, durante el plazo',
    leaving: 'Cancelación anticipada',
    swing: 'El consumo puede variar',
  },
  choose: 'Su elección',
  none: 'Ninguno',
  anyUsage: 'sin límite',
  percent: (percent) => `hasta un ${percent}`,
};
