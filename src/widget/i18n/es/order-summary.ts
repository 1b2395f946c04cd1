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
  energyOnly: offers.energyOnly,
  heldUntil: 'Tarifa vigente hasta',
  signBy: 'Firme a más tardar, para empezar a tiempo',
};
