import type { BrokerNoticeMessages, QuoteFormErrorMessages } from '../en/deferred.ts';

export const brokerNotice: BrokerNoticeMessages = {
  broker: (name) =>
    name
      ? `${name} es un corredor de energía independiente, no una distribuidora.`
      : 'Somos un corredor de energía independiente, no una distribuidora.',
  privacy: 'Política de privacidad',
  lastContract: (reference) => `Volver al contrato n.º ${reference}`,
};

export const quoteFormErrors: QuoteFormErrorMessages = {
  postalCode: 'Ingrese un código postal de 5 dígitos.',
  utility: 'Elija su distribuidora.',
  zone: 'Elija su zona de carga. Está en su factura.',
  usage: (most) => `Ingrese su consumo anual, por ejemplo 120,000 (máximo ${most}).`,
  currentRate: {
    electric: 'Ingrese centavos por kWh, por ejemplo 9.8.',
    gas: 'Ingrese dólares por unidad, por ejemplo 0.65.',
  },
  usageSuspicious: 'Parece el consumo de un solo mes. Ingrese el total de 12 meses.',
  contractEnd: {
    label: 'Fin del contrato actual',
    hint: 'Si tiene uno',
    overlap: (start, earliest) =>
      `Si el nuevo comienza en ${start}, podría pagar a dos proveedores. Elija ${earliest ? `${earliest} o después` : 'un mes posterior'}.`,
    gap: (from, to, earlier) =>
      `Del ${from} al ${to} no tendría contrato y podría pagar una tarifa variable.${earlier ? ` Elija ${earlier} para acortar ese período.` : ''}`,
  },
  signBy: (date) => `Firme a más tardar el ${date}`,
  startTooEarly: (requested, earliest) =>
    `Ya no es posible comenzar en ${requested}. El primer mes posible es ${earliest}.`,
  offerUnavailable: {
    offer_expired: 'Esa tarifa ya venció. Estas son las tarifas actuales.',
    offer_gone: 'Esa oferta ya no está disponible. Estas son las tarifas actuales.',
  },
  amount: {
    missing: '',
    not_a_number: 'Use solo números.',
    not_positive: 'Debe ser mayor que cero.',
    too_small: 'Muy bajo.',
    too_big: 'Muy alto.',
    wrong_unit: 'Esa unidad no corresponde al tipo de servicio.',
  },
};
