import type { UsageHelpTexts } from '../en/usage-help.ts';

export const usageHelp: UsageHelpTexts = {
  heading: 'Calcule el consumo de un año',
  from: 'A partir de',
  by: { monthly_bill: 'Una factura mensual', premises: 'Tipo y tamaño', letter: 'Mi distribuidora' },
  bill: 'Factura de un mes normal',
  billHint: 'El monto total, con entrega e impuestos',
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
  size: 'Superficie',
  sizeUnit: 'pies²',
  use: 'Usar esta estimación',
  working: 'Calculando…',
  whereFirst: 'Primero escriba su código postal en el formulario: los precios y los consumos varían según el estado.',
  errors: {
    bill: 'Escriba dólares, como 900.',
    activity: 'Elija el más parecido.',
    size: 'Escriba pies cuadrados, como 2,500.',
  },
};
