import type { ProductKind } from '../../wire/offer.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Localized } from '../http/accept-language.ts';

/** The texts of an offer document in one language. The texts about prices say the same as the widget's. */
export interface OfferDocumentMessages {
  readonly title: Readonly<Record<Commodity, string>>;
  readonly notAContract: string;
  readonly testMode: string;
  pageHeader(broker: string, page: number, pageCount: number): string;
  madeOn(moment: string): string;
  readonly offer: string;
  readonly supplier: string;
  readonly product: string;
  readonly rateType: string;
  readonly kind: Readonly<Record<ProductKind, string>>;
  readonly included: string;
  readonly passThrough: Readonly<Record<ProductKind, string>>;
  readonly rate: string;
  readonly term: string;
  termFrom(months: number, month: string): string;
  readonly utility: string;
  readonly monthlyFee: string;
  perMonth(amount: string): string;
  readonly noFee: string;
  readonly earlyTermination: string;
  readonly earlyTerminationFee: Readonly<Record<'none' | 'flat' | 'per_month_left', (amount: string) => string>>;
  readonly bandwidth: string;
  withinBandwidth(percent: string): string;
  readonly noBandwidthLimit: string;
  readonly noBandwidth: string;
  readonly renewable: string;
  readonly brokerFee: string;
  includedFee(amount: string, unit: string): string;
  readonly cost: string;
  readonly basedOn: string;
  annualUsage(amount: string): string;
  readonly monthly: string;
  readonly annual: string;
  readonly currentRate: string;
  readonly comparison: string;
  readonly difference: Readonly<Record<'less' | 'same' | 'more', (amount: string, period: string) => string>>;
  period(months: number | undefined): string;
  readonly caveat: Readonly<Record<ProductKind, string>>;
  readonly energyOnly: string;
  readonly dates: string;
  readonly expires: string;
  readonly signBy: string;
  signByDate(date: string, utility: string, month: string): string;
  readonly broker: string;
  readonly brokerName: string;
  readonly licenses: string;
  readonly phone: string;
  readonly email: string;
  readonly documentsGovern: string;
}

const english: OfferDocumentMessages = {
  title: { electric: 'Electricity supply offer', gas: 'Natural gas supply offer' },
  notAContract: 'This is not a contract.',
  testMode: 'Test mode: this offer is not real.',
  pageHeader: (broker, page, pageCount) => `${broker} · page ${page} of ${pageCount}`,
  madeOn: (moment) => `Prepared ${moment}.`,
  offer: 'Offer',
  supplier: 'Supplier',
  product: 'Product',
  rateType: 'Rate type',
  kind: {
    fixed: 'Fixed (all-inclusive)',
    fixed_pass_through: 'Fixed energy + pass-through',
    index: 'Index (variable)',
    block: 'Block + index',
  },
  included: 'What the rate includes',
  passThrough: {
    fixed: 'No pass-through charges. Your rate is fixed for the full term.',
    fixed_pass_through:
      'Your energy rate is fixed. Capacity and transmission charges are added at cost and can change.',
    index: 'Your rate changes monthly with the market. Costs shown are estimates.',
    block: 'A set amount of energy is at a fixed rate. Usage above it is billed at market prices.',
  },
  rate: 'Rate',
  term: 'Term',
  termFrom: (months, month) => `${months} ${months === 1 ? 'month' : 'months'}, starting ${month}`,
  utility: 'Utility',
  monthlyFee: 'Monthly fee',
  perMonth: (amount) => `${amount}/month, included in the totals`,
  noFee: 'None',
  earlyTermination: 'Early termination fee',
  earlyTerminationFee: {
    none: () => 'None',
    flat: (amount) => amount,
    per_month_left: (amount) => `${amount} for each month remaining`,
  },
  bandwidth: 'Usage bandwidth',
  withinBandwidth: (percent) =>
    `Your rate applies within ±${percent} of your annual usage. Other usage may be billed differently.`,
  noBandwidthLimit: 'No bandwidth limit: the same rate at any usage',
  noBandwidth: 'Your rate applies only to the usage stated here.',
  renewable: 'Renewable',
  brokerFee: 'Broker fee',
  includedFee: (amount, unit) => `${amount}/${unit}, included in the rate`,
  cost: 'Estimated cost',
  basedOn: 'Based on',
  annualUsage: (amount) => `${amount} a year`,
  monthly: 'Per month',
  annual: 'Per year',
  currentRate: 'Your current rate',
  comparison: 'Compared with it',
  difference: {
    less: (amount, period) => `About ${amount} less ${period}`,
    same: () => 'About the same',
    more: (amount, period) => `About ${amount} more ${period}`,
  },
  period: (months) => (months ? `over ${months} ${months === 1 ? 'month' : 'months'}` : 'a year'),
  caveat: {
    fixed: '',
    fixed_pass_through: ', before pass-through charges',
    index: ', at the market prices of the day of this document',
    block: ', at the market prices of the day of this document',
  },
  energyOnly: 'Supply charges only. Delivery charges and taxes are extra.',
  dates: 'Dates',
  expires: 'Rate expires',
  signBy: 'Sign by',
  signByDate: (date, utility, month) => `${date}, so that ${utility} can switch you on the first of ${month}`,
  broker: 'Your energy broker',
  brokerName: 'Name',
  licenses: 'Licenses',
  phone: 'Phone',
  email: 'Email',
  documentsGovern: 'The supplier’s contract documents govern if anything here differs.',
};

const months = (count: number): string => (count === 1 ? '1 mes' : `${count} meses`);

const spanish: OfferDocumentMessages = {
  title: { electric: 'Oferta de suministro de electricidad', gas: 'Oferta de suministro de gas natural' },
  notAContract: 'Esto no es un contrato.',
  testMode: 'Modo de prueba: esta oferta no es real.',
  pageHeader: (broker, page, pageCount) => `${broker} · página ${page} de ${pageCount}`,
  madeOn: (moment) => `Preparado el ${moment}.`,
  offer: 'Oferta',
  supplier: 'Proveedor',
  product: 'Producto',
  rateType: 'Tipo de tarifa',
  kind: {
    fixed: 'Tarifa fija (todo incluido)',
    fixed_pass_through: 'Energía fija + cargos transferidos',
    index: 'Tarifa indexada (variable)',
    block: 'Bloque fijo + indexada',
  },
  included: 'Qué incluye la tarifa',
  passThrough: {
    fixed: 'Sin cargos transferidos. Su tarifa es fija durante todo el plazo.',
    fixed_pass_through:
      'Su tarifa de energía es fija. Los cargos de capacidad y transmisión se agregan al costo y pueden cambiar.',
    index: 'Su tarifa cambia cada mes con el mercado. Los costos mostrados son estimaciones.',
    block: 'Una cantidad de energía tiene tarifa fija. El consumo adicional se cobra a precios de mercado.',
  },
  rate: 'Tarifa',
  term: 'Plazo',
  termFrom: (count, month) => `${months(count)}, a partir de ${month}`,
  utility: 'Distribuidora',
  monthlyFee: 'Cargo mensual',
  perMonth: (amount) => `${amount} al mes, incluido en los totales`,
  noFee: 'Sin cargo',
  earlyTermination: 'Cargo por cancelación anticipada',
  earlyTerminationFee: {
    none: () => 'Sin cargo',
    flat: (amount) => amount,
    per_month_left: (amount) => `${amount} por cada mes restante`,
  },
  bandwidth: 'Margen de consumo',
  withinBandwidth: (percent) =>
    `Su tarifa aplica dentro de ±${percent} de su consumo anual. Otro consumo puede cobrarse de otra forma.`,
  noBandwidthLimit: 'Sin límite: la misma tarifa con cualquier consumo',
  noBandwidth: 'Su tarifa aplica solo al consumo que se indica aquí.',
  renewable: 'Renovable',
  brokerFee: 'Comisión del corredor',
  includedFee: (amount, unit) => `${amount}/${unit}, incluida en la tarifa`,
  cost: 'Costo estimado',
  basedOn: 'Calculado con',
  annualUsage: (amount) => `${amount} al año`,
  monthly: 'Al mes',
  annual: 'Al año',
  currentRate: 'Su tarifa actual',
  comparison: 'En comparación',
  difference: {
    less: (amount, period) => `Unos ${amount} menos ${period}`,
    same: () => 'Más o menos lo mismo',
    more: (amount, period) => `Unos ${amount} más ${period}`,
  },
  period: (count) => (count ? `en ${months(count)}` : 'al año'),
  caveat: {
    fixed: '',
    fixed_pass_through: ', sin contar los cargos transferidos',
    index: ', a los precios del mercado del día de este documento',
    block: ', a los precios del mercado del día de este documento',
  },
  energyOnly: 'Solo cargos de suministro. Los cargos de entrega y los impuestos son aparte.',
  dates: 'Fechas',
  expires: 'La tarifa vence',
  signBy: 'Firme a más tardar',
  signByDate: (date, utility, month) => `el ${date}, para que ${utility} haga el cambio el primer día de ${month}`,
  broker: 'Su corredor de energía',
  brokerName: 'Nombre',
  licenses: 'Licencias',
  phone: 'Teléfono',
  email: 'Correo electrónico',
  documentsGovern:
    'Los documentos del contrato del proveedor prevalecen si algo aquí difiere. Por lo general están en inglés.',
};

export const OFFER_DOCUMENT_MESSAGES: Localized<OfferDocumentMessages> = { en: english, es: spanish };
