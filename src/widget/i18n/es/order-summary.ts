import type { OrderSummaryMessages } from '../en/order-summary.ts';
import { offers } from './offers.ts';

export const orderSummary: OrderSummaryMessages = {
  heading: 'Su elección',
  rate: 'Tarifa',
  term: 'Plazo',
  termFrom: (month, months) => `${offers.term(months)}, a partir de ${month}`,
  estimateLabel: 'Costo estimado',
  perMonth: (amount) => `${amount} al mes`,
  kind: offers.kind,
  plusPassThrough: offers.plusPassThrough,
  caveat: offers.caveat,
  monthlyFee: 'Cargo mensual',
  monthlyFeeText: (amount) => `${amount} (incluido en la estimación)`,
  earlyTermination: 'Cargo por cancelación anticipada',
  earlyTerminationFees: {
    none: () => 'Ninguno',
    flat: (amount) => amount,
    per_month_left: (amount) => `${amount} por cada mes restante`,
  },
  brokerFee: 'Comisión del corredor',
  brokerFeeText: (amount) => `${amount} durante el plazo (incluida en la tarifa)`,
  energyOnly: offers.energyOnly,
  heldUntil: 'Tarifa vigente hasta',
  signBy: 'Firme a más tardar',
};
