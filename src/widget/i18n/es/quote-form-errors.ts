import type { QuoteFormErrorMessages } from '../en/quote-form-errors.ts';
import { usageSources } from './usage-sources.ts';

export const quoteFormErrors: QuoteFormErrorMessages = {
  postalCode: 'Un código postal tiene cinco dígitos, como 75201.',
  utility: 'Elija su distribuidora: la que le entrega la energía.',
  zone: 'Elija su zona. Está en su factura.',
  usage: (most) => `Escriba un número de hasta ${most}, como 120,000.`,
  currentRate: {
    electric: 'Escriba centavos por kWh, de 1 a 100, como 9.8.',
    gas: 'Escriba dólares por therm, de 0.05 a 10, como 0.65.',
  },
  usageSources,
  amount: {
    missing: '',
    not_a_number: 'Eso no es un número.',
    not_positive: 'Debe ser mayor que cero.',
    too_small: 'Es demasiado bajo.',
    too_big: 'Es demasiado alto.',
    wrong_unit: 'Esa unidad es de la otra energía.',
  },
};
