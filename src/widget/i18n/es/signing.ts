import type { SigningTexts } from '../en/signing.ts';
import { checklist } from './checklist.ts';
import { choice } from './choice.ts';
import { details } from './details.ts';
import { inboxReview } from './inbox-review.ts';
import { offers } from './offers.ts';

export const signing: SigningTexts = {
  heading: 'Lea esto antes de firmar',
  price: 'Precio',
  passedThrough: offers.passedThrough,
  term: 'Plazo',
  fees: 'Cargos',
  details,
  checklist,
  feesText: (broker, monthly) =>
    `Nuestra comisión está en la tarifa: ${broker} durante el plazo. ${monthly ? `El cargo mensual del proveedor, ${monthly}, está en el total de arriba.` : 'Sin cargo mensual.'}`,
  estimate: (monthly, annual, proviso) =>
    `Unos ${monthly} al mes, ${annual} al año con el consumo que indicó${proviso}.`,
  leavingLabel: offers.leavingLabel,
  leaving: offers.leaving,
  swingLabel: offers.swingLabel,
  swing: offers.swing,
  swingFree: offers.swingFree,
  swingNone: offers.swingNone,
  consent: ({ customer, energy, supplier, product, price, months, start }) =>
    `Tengo autorización para firmar en nombre de ${customer}. Acepto comprar ${energy} a ${supplier} (${product}) ${price} por ${offers.term(months)} a partir de ${start}, y firmar el contrato electrónicamente. Entiendo que el contrato está en inglés.`,
  agreedPrice: {
    fixed: (rate) => `a ${rate}`,
    fixed_pass_through: (rate) => `a ${rate} más los cargos que se trasladan`,
    index: (rate) => `a una tarifa que sigue al mercado (${rate} hoy)`,
    block: (rate) => `a ${rate} por el bloque fijo y al precio del mercado por lo que lo exceda`,
  },
  energy: { electric: 'electricidad', gas: 'gas natural' },
  unsure:
    'El sistema del proveedor no responde en este momento, así que no sabemos si su contrato se creó. Presione el botón de nuevo en un minuto: no tendrá dos.',
  consentMissing: 'Marque la casilla para continuar.',
  submit: 'Crear el contrato y firmar',
  sending: 'Creando su contrato…',
  waiting: 'Su contrato se está creando. Aparecerá en esta ventana en un momento.',
  back: 'Volver a sus datos',
  nothingYet: 'No se compromete a nada hasta que firme en la página siguiente. El contrato está en inglés.',
  inbox: inboxReview,
  summary: choice,
};
