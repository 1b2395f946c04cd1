import type { UsageEstimatorMessages } from '../en/usage-estimator.ts';

export const usageEstimator: UsageEstimatorMessages = {
  heading: 'Calcule el consumo de un año',
  basisLabel: 'A partir de',
  methods: { monthly_bill: 'Una factura mensual', premises: 'Tipo y tamaño', authorization: 'Mi distribuidora' },
  monthlyBill: 'Factura de un mes normal',
  monthlyBillHint: 'El monto total, con entrega e impuestos',
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
  postalCodeFirst:
    'Primero escriba su código postal en el formulario: los precios y los consumos varían según el estado.',
  errors: {
    monthlyBill: 'Escriba dólares, como 900.',
    activity: 'Elija el más parecido.',
    floorArea: 'Escriba pies cuadrados, como 2,500.',
  },
};
