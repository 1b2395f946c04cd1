import type { BillIllustrationMessages } from '../en/bill-illustration.ts';
import { identifierName } from './identifier-names.ts';

export const billIllustration: BillIllustrationMessages = {
  caption: identifierName,
  name: 'SU EMPRESA',
  accountNumber: '0000 000 000',
  meter: 'Medidor 00000000',
  accountNumberHint: (name) =>
    `El ${identifierName(name)} está en la primera página, casi siempre arriba, al lado o debajo de su nombre.`,
  meterNumberHint: 'El número del medidor está donde se calcula el consumo.',
  nameKeyHint: 'La clave del nombre son las primeras cuatro letras del nombre que aparece en la dirección.',
};
