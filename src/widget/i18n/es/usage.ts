import type { UsageEstimatorMessages, UsageSourceMessages } from '../en/usage.ts';

const check = 'Su consumo puede ser mucho menor o mayor: revise sus facturas antes de firmar.';

const usageSources: UsageSourceMessages = {
  state_average: (price, state, source) =>
    `Estimación con el promedio comercial de ${state}: ${price} (${source}). ${check}`,
  assumed_price: (price) => `Estimación con un precio supuesto de ${price}. ${check}`,
  own_rate: (price) => `Estimación con ${price}.`,
  intensity: (amount, unit, source) => `Estimación con ${amount} ${unit} por pie cuadrado (${source}). ${check}`,
  locations: (count) => (count === 1 ? '1 local de su lista' : `Total de ${count} locales de su lista`),
};

export const usageEstimator: UsageEstimatorMessages = {
  heading: 'Calcule su consumo anual',
  basisLabel: 'Cómo conocer su consumo',
  methods: {
    monthly_bill: 'Una factura mensual',
    premises: 'Tipo y tamaño del negocio',
    authorization: 'Autorizarnos a pedirlo a su distribuidora',
  },
  monthlyBill: 'Factura mensual típica',
  monthlyBillHint: 'Monto total a pagar, con entrega e impuestos. El consumo de 12 facturas es más exacto.',
  activity: 'Tipo de negocio',
  chooseActivity: 'Elija uno',
  activities: {
    restaurant: 'Restaurante o cafetería',
    grocery: 'Tienda de comestibles',
    shop: 'Tienda',
    office: 'Oficina',
    school: 'Escuela',
    clinic: 'Clínica o consultorio',
    hotel: 'Hotel',
    other: 'Otro',
  },
  floorArea: 'Superficie',
  floorAreaUnit: 'pies²',
  useEstimate: 'Usar esta estimación',
  estimating: 'Calculando…',
  cancel: 'Cancelar',
  postalCodeFirst: 'Primero ingrese su código postal. Los precios y el consumo varían según el estado.',
  sources: usageSources,
  errors: {
    monthlyBill: 'Ingrese un monto en dólares, como 900.',
    activity: 'Elija un tipo de negocio.',
    floorArea: 'Ingrese pies cuadrados, como 2,500.',
  },
};
