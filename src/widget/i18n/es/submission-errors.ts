import type { SubmissionErrorMessages } from '../en/submission-errors.ts';
import { offers } from './offers.ts';

export const submissionErrors: SubmissionErrorMessages = {
  rateChanged: (change) => `El proveedor cambió esta tarifa antes de que venciera${change ? ` (${change})` : ''}.`,
  before: 'Antes',
  now: 'Ahora',
  acceptRate: (rate) => `Continuar a ${rate}`,
  acceptTerms: 'Continuar con las nuevas condiciones',
  seeOtherRates: 'Ver otras tarifas',
  termsChanged: 'Las condiciones de esta oferta cambiaron mientras completaba el formulario.',
  termChanged: (term, from, to) => `${term}: ${to} (antes ${from})`,
  documentsChanged: 'El proveedor cambió los documentos de esta oferta. Léalos otra vez.',
  componentsChanged: 'Cambió qué cargos incluye la tarifa. Vea los detalles del plan entre las tarifas.',
  terms: {
    monthlyFee: offers.monthlyFeeLabel,
    brokerFee: offers.brokerFeeLabel,
    earlyTermination: offers.earlyTerminationLabel,
    swingPercent: offers.usageToleranceLabel,
    greenPercent: offers.filters.green,
    components: offers.componentsLabel,
  },
  otherTerm: 'Otra condición',
  earlyTermination: offers.earlyTermination,
  usageToleranceUnlimited: offers.usageToleranceUnlimited,
  rateChangedCost: (from, to) =>
    `Costo anual estimado: ${to} (antes ${from}). Para aceptar las nuevas condiciones, marque la casilla otra vez.`,
  rejections: {
    credit_hold: 'El proveedor exige primero una revisión de crédito. Elija otra oferta o llámenos.',
    usage_outside_band: 'Esta tarifa no está disponible para su nivel de consumo. Elija otra oferta.',
    utility_rate_mismatch: 'Esta tarifa no está disponible en la dirección de su servicio. Elija otra oferta.',
    other: 'El proveedor no pudo aceptar este contrato. Elija otra oferta o llámenos.',
  },
  chooseAnother: 'Elegir otra oferta',
  existing: {
    pending: (reference) =>
      `Ya se pidió un contrato para estas cuentas y todavía no sabemos si existe: ${reference}. Intente de nuevo en un minuto.`,
    found: (reference, isUnsigned) =>
      `Ya tiene un contrato para estas cuentas: ${reference}${isUnsigned ? ', todavía sin firmar' : ''}. No se creó otro.`,
    differs: (parts) => `Esta vez es distinto: ${parts}.`,
    sections: {
      offer: 'la oferta',
      customer: 'su negocio',
      signer: 'la persona que firma',
      contact: 'la persona de contacto',
      accounts: 'las cuentas',
      currentSupply: 'su suministro actual',
      documents: 'los documentos',
      consent: 'el texto que acepta',
    },
    elsewhere: 'Ábralo en el navegador donde lo creó o con su enlace.',
    requestLink: {
      request: 'Enviar un enlace a su firmante',
      requesting: 'Enviando…',
      requested:
        'Enviamos un enlace por correo al firmante autorizado del contrato. Revise también la carpeta de spam.',
    },
    open: 'Abrir ese contrato',
    makeAnother: 'Crear otro contrato',
  },
  errors: {
    price_unchecked:
      'No pudimos confirmar la tarifa con el proveedor, así que no se creó ningún contrato. Sus datos siguen en esta página. Intente de nuevo en un minuto.',
    unavailable:
      'No podemos crear contratos en este momento porque el sistema del proveedor no responde. Sus datos siguen en esta página. Intente de nuevo en unos minutos.',
    busy: 'Demasiados intentos en poco tiempo. Espere un minuto e intente de nuevo.',
  },
};
