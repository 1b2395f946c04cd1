import type { OfferToolsMessages } from '../en/offer-tools.ts';
import { months } from './offers.ts';

export const offerTools: OfferToolsMessages = {
  comparisonHeading: (count) => `${count} ofertas lado a lado`,
  closeComparison: 'Cerrar',
  rows: {
    annual: 'Al año',
    versusNow: 'Frente a ahora',
    total: 'Todo el plazo',
    rate: 'Tarifa',
    length: 'Plazo',
    price: 'Precio',
    green: 'Renovable',
    monthlyFee: 'Cargo mensual',
    brokerFee: 'Nuestra comisión, durante el plazo',
    earlyTermination: 'Cancelación anticipada',
    usageTolerance: 'El consumo puede variar',
  },
  choose: 'Su elección',
  none: 'Ninguno',
  anyUsage: 'sin límite',
  upToPercent: (percent) => `hasta un ${percent}`,
  selectedForComparison: (count) =>
    count === 1 ? '1 elegida. Elija una o dos más para comparar.' : `${count} elegidas para comparar`,
  comparisonFull: 'Tres a la vez. Quite una para agregar otra.',
  showComparison: 'Ver lado a lado',
  clearComparison: 'Quitar todas',
  outdated: 'Estas tarifas son para lo que escribió antes. Corrija el campo marcado para ver las nuevas.',
  changed: (count) => `Los precios son nuevos. Cambiaron: ${count}.`,
  unchanged: 'Los precios son nuevos. Ninguna tarifa cambió.',
  removedCount: (count) => `Ya no están: ${count}.`,
  removed: (names) => `Ya no se venden: ${names}.`,
  andMore: (count) => `${count} más`,
  refreshesIn: (time) => `Se actualizan en ${time}`,
  cumulativeCostCaption: (supplier, count) => `${supplier}, ${months(count)}, acumulado`,
  after: 'Después de',
  thisOffer: 'Esta oferta',
  dualFuel: {
    total: (amount) => `Las dos juntas, desde unos ${amount} al año.`,
    signedSeparately:
      'Son dos contratos, uno después del otro. Lo que escriba sobre su empresa se guarda para el segundo.',
    ratesFor: 'Tarifas de',
    fromPerYear: (energy, amount) => `${energy}, desde ${amount} al año`,
    fieldsMissing: (energy) => `${energy}: llene los campos de arriba para ver tarifas.`,
  },
};
