import type { SubmissionErrorMessages } from '../en/submission-errors.ts';
import { offers } from './offers.ts';

export const submissionErrors: SubmissionErrorMessages = {
  rateChanged: (from, to) => `La tarifa cambió mientras escribía: era de ${from} y ahora es de ${to}.`,
  termsChanged: 'Las condiciones de esta oferta cambiaron mientras escribía.',
  termChanged: (term, from, to) => `${term}: antes “${from}”, ahora “${to}”.`,
  documentsChanged: 'El proveedor cambió los documentos de esta oferta. Léalos otra vez.',
  terms: {
    monthlyFee: offers.monthlyFeeLabel,
    brokerFee: offers.brokerFeeLabel,
    earlyTermination: offers.earlyTerminationLabel,
    swingPercent: offers.usageToleranceLabel,
    greenPercent: offers.filters.green,
  },
  otherTerm: 'Otra condición',
  earlyTermination: offers.earlyTermination,
  usageToleranceUnlimited: offers.usageToleranceUnlimited,
  rateChangedCost: (from, to) =>
    `Antes unos ${from} al año, ahora unos ${to} al año. Si todavía la quiere, marque la casilla otra vez.`,
  rejections: {
    credit_hold: 'El proveedor quiere revisar primero su crédito. Elija otra oferta o hable con nosotros.',
    usage_outside_band: 'Este precio es para un consumo distinto del que indicó. Elija otra oferta.',
    utility_rate_mismatch: 'Este precio no se vende donde están sus medidores. Elija otra oferta.',
    other: 'El proveedor no aceptó este contrato. Elija otra oferta o hable con nosotros.',
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
    open: 'Abrir ese contrato',
    makeAnother: 'Crear otro contrato',
  },
  errors: {
    price_unchecked:
      'No pudimos confirmar el precio con el proveedor, así que no se creó ningún contrato. Lo que escribió está a salvo. Intente de nuevo en un minuto.',
    unavailable:
      'No se pueden crear contratos en este momento: el sistema del proveedor no responde. Lo que escribió está a salvo. Intente de nuevo en unos minutos.',
    busy: 'Demasiados intentos en poco tiempo. Espere un minuto y presione el botón de nuevo.',
  },
};
