import type { SubmissionErrorMessages } from '../en/submission-errors.ts';

export const submissionErrors: SubmissionErrorMessages = {
  rateChanged: (from, to) => `La tarifa cambió mientras escribía: era de ${from} y ahora es de ${to}.`,
  rateChangedCost: (from, to) =>
    `Antes unos ${from} al año, ahora unos ${to} al año. Si todavía la quiere, marque la casilla otra vez.`,
  rejections: {
    credit_hold: 'El proveedor quiere revisar primero su crédito. Elija otra oferta o hable con nosotros.',
    usage_outside_band: 'Este precio es para un consumo distinto del que indicó. Elija otra oferta.',
    utility_rate_mismatch: 'Este precio no se vende donde están sus medidores. Elija otra oferta.',
    other: 'El proveedor no aceptó este contrato. Elija otra oferta o hable con nosotros.',
  },
  chooseAnother: 'Elegir otra oferta',
  errors: {
    unavailable:
      'No se pueden crear contratos en este momento: el sistema del proveedor no responde. Lo que escribió está a salvo. Intente de nuevo en unos minutos.',
    busy: 'Demasiados intentos en poco tiempo. Espere un minuto y presione el botón de nuevo.',
  },
};
