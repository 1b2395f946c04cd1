import type { OfferToolsMessages } from '../en/offer-tools.ts';
import { months } from './offers.ts';

export const offerTools: OfferToolsMessages = {
  comparisonHeading: (count) => `Comparar ${count} ofertas`,
  closeComparison: 'Cerrar',
  rows: {
    annual: 'Costo anual',
    versusNow: 'Frente a la tarifa actual',
    total: 'Costo total del plazo',
    rate: 'Tarifa',
    length: 'Plazo',
    price: 'Tipo de tarifa',
    green: 'Renovable',
    monthlyFee: 'Cargo mensual',
    brokerFee: 'Comisión durante el plazo',
    earlyTermination: 'Cargo por cancelación anticipada',
    usageTolerance: 'Margen de consumo',
  },
  choose: 'Elegir',
  best: 'Mejor',
  none: 'Ninguno',
  anyUsage: 'sin límite',
  upToPercent: (percent) => `±${percent}`,
  selectedForComparison: (count) =>
    count === 1 ? '1 elegida. Elija una o dos más para comparar.' : `${count} elegidas para comparar`,
  comparisonFull: 'Puede comparar hasta 3. Quite una para agregar otra.',
  showComparison: 'Comparar seleccionadas',
  clearComparison: 'Quitar todas',
  stale: (time) =>
    `Las tarifas en vivo no están disponibles por el momento. Estas tarifas son de las ${time}. Las actualizaremos automáticamente y confirmaremos su tarifa antes de que firme.`,
  noOffers: 'Hoy no hay tarifas disponibles para este consumo.',
  noOffersHint: 'Pruebe con otro mes de inicio, revise su consumo o llámenos para una cotización.',
  outdated: 'Estas tarifas usan sus datos anteriores. Corrija el campo marcado para actualizarlas.',
  changed: (count) => `Tarifas actualizadas. Cambiaron: ${count}.`,
  unchanged: 'Tarifas actualizadas. Sin cambios.',
  removedCount: (count) => `Ya no disponibles: ${count}.`,
  removed: (names) => `Ya no disponibles: ${names}.`,
  andMore: (count) => `${count} más`,
  refreshesIn: (time) => `Se actualizan en ${time}`,
  cumulativeCostCaption: (supplier, count) => `Total acumulado: ${supplier}, ${months(count)}`,
  after: 'Después de',
  thisOffer: 'Esta oferta',
  email: {
    heading: 'Envíe estas tarifas a su correo o al de un colega',
    content: (count, shown) =>
      count === 1
        ? 'El correo incluye esta tarifa, su costo estimado y cuándo vence.'
        : `El correo incluye las primeras ${shown} tarifas de arriba, con su costo estimado y cuándo vencen.`,
    label: 'Correo electrónico',
    hint: 'Lo usamos solo para este correo.',
    send: 'Enviar tarifas',
    sending: 'Enviando…',
    sent: (email) => `Enviamos las tarifas a ${email}.`,
    invalid: 'Ingrese un correo válido, como nombre@empresa.com.',
    misspelled: 'Esta dirección parece mal escrita. Revísela antes de enviar.',
    errors: {
      notSent: 'No pudimos enviar el correo. Intente de nuevo en un minuto.',
      expired: 'Algunas de estas tarifas ya vencieron. Actualice las tarifas y vuelva a enviarlas.',
    },
  },
  pdf: {
    downloading: 'Preparando el PDF…',
    downloaded: 'PDF descargado.',
    fileName: (supplier, count) => `oferta-${supplier}-${count}-meses.pdf`,
    expired: 'Esta tarifa ya venció. Actualice las tarifas y vuelva a descargarla.',
  },
  dualFuel: {
    total: (amount) => `Electricidad y gas desde unos ${amount} al año.`,
    signedSeparately: 'Firmará dos contratos, uno después del otro. Usaremos los datos de su empresa para el segundo.',
    purchased: (commodity, reference) => `${commodity}: firmado${reference ? ` (contrato ${reference})` : ''}`,
    second: (commodity) => `Contrato 2 de 2: elija su tarifa de ${commodity.toLowerCase()}`,
    ratesFor: 'Tarifas de',
    fromPerYear: (energy, amount) => `${energy}, desde ${amount} al año`,
    fieldsMissing: (energy) => `${energy}: complete los campos de arriba para ver tarifas.`,
  },
};
