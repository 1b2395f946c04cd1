import type { ReviewMessages } from '../en/review.ts';
import { offers } from './offers.ts';
import { orderSummary } from './order-summary.ts';
import { reviewDetails } from './review-details.ts';
import { submissionWarnings } from './submission-warnings.ts';

export const review: ReviewMessages = {
  heading: 'Lea esto antes de firmar',
  price: 'Precio',
  passThrough: offers.passThrough,
  term: 'Plazo',
  fees: 'Cargos',
  reviewDetails,
  submissionWarnings,
  feesText: (broker, monthly) =>
    `Nuestra comisión está en la tarifa: ${broker} durante el plazo. ${monthly ? `El cargo mensual del proveedor, ${monthly}, está en el total de arriba.` : 'Sin cargo mensual.'}`,
  estimate: (monthly, annual, proviso) =>
    `Unos ${monthly} al mes, ${annual} al año con el consumo que indicó${proviso}.`,
  earlyTerminationLabel: offers.earlyTerminationLabel,
  earlyTermination: offers.earlyTermination,
  usageToleranceLabel: offers.usageToleranceLabel,
  usageTolerance: offers.usageTolerance,
  usageToleranceUnlimited: offers.usageToleranceUnlimited,
  usageToleranceNone: offers.usageToleranceNone,
  outcomeUnknown:
    'El sistema del proveedor no responde en este momento, así que no sabemos si su contrato se creó. Presione el botón de nuevo en un minuto: no tendrá dos.',
  consentErrors: {
    missing: 'Marque la casilla para continuar.',
    changed: 'El texto cambió. Léalo otra vez y marque la casilla.',
  },
  submit: 'Crear el contrato y firmar',
  submitting: 'Creando su contrato…',
  popupWaiting: 'Su contrato se está creando. Aparecerá en esta ventana en un momento.',
  back: 'Volver a sus datos',
  notBinding: 'No se compromete a nada hasta que firme en la página siguiente. El contrato está en inglés.',
  emailSigning: {
    notBinding:
      'No se compromete a nada hasta que firme el contrato que llegará a su correo electrónico. El contrato está en inglés.',
    submit: (email) => `Enviar el contrato a ${email}`,
  },
  orderSummary,
};
