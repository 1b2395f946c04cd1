import type { OrderSummaryMessages } from '../en/order-summary.ts';
import { offers } from './offers.ts';

export const orderSummary: OrderSummaryMessages = {
  heading: 'Su elección',
  rate: 'Tarifa',
  term: 'Plazo',
  termFrom: (month, months) => `${offers.term(months)} desde ${month}`,
  estimateLabel: 'Aproximado',
  perMonth: (amount) => `${amount} al mes`,
  kind: offers.kind,
  plusPassThrough: offers.plusPassThrough,
  caveat: offers.caveat,
  monthlyFee: 'Cargo mensual',
  monthlyFeeText: (amount) => `${amount}, incluido en la cifra de arriba`,
  earlyTermination: 'Cancelación anticipada',
  earlyTerminationFees: {
    none: () => 'sin costo',
    flat: (amount) => `${amount}, una sola vez`,
    per_month_left: (amount) => `${amount} por mes que falte`,
  },
  brokerFee: 'Nuestra comisión',
  brokerFeeText: (amount) => `${amount} durante el plazo, en la tarifa`,
  energyOnly: offers.energyOnly,
  checklist: 'Antes de firmar',
  checklistItems: (month) => [
    `Su contrato actual, si tiene uno, termina antes de ${month}.`,
    'Usted puede firmar en nombre de la empresa.',
    'El nombre legal está escrito como en su factura.',
  ],
};
