import type { ChoiceTexts } from '../en/choice.ts';
import { offers } from './offers.ts';

export const choice: ChoiceTexts = {
  heading: 'Su elección',
  rate: 'Tarifa',
  term: 'Plazo',
  from: (month, months) => `${offers.term(months)} desde ${month}`,
  about: 'Aproximado',
  perMonth: (amount) => `${amount} al mes`,
  kind: offers.kind,
  plus: offers.plus,
  proviso: offers.proviso,
  monthlyFee: 'Cargo mensual',
  monthlyFeeText: (amount) => `${amount}, incluido en la cifra de arriba`,
  leaving: 'Cancelación anticipada',
  leavingTexts: {
    none: () => 'sin costo',
    flat: (amount) => `${amount}, una sola vez`,
    per_month_left: (amount) => `${amount} por mes que falte`,
  },
  fee: 'Nuestra comisión',
  feeText: (amount) => `${amount} durante el plazo, en la tarifa`,
  energyOnly: offers.energyOnly,
  checklist: 'Antes de firmar',
  checks: (month) => [
    `Su contrato actual, si tiene uno, termina antes de ${month}.`,
    'Usted puede firmar en nombre de la empresa.',
    'El nombre legal está escrito como en su factura.',
  ],
};
