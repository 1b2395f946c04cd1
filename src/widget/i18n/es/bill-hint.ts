import type { BillHintTexts } from '../en/bill-hint.ts';
import { numberName } from './number-names.ts';

export const billHint: BillHintTexts = {
  caption: numberName,
  name: 'SU EMPRESA',
  number: '0000 000 000',
  meter: 'Medidor 00000000',
  top: (name) =>
    `El ${numberName(name)} está en la primera página, casi siempre arriba, al lado o debajo de su nombre.`,
  table: 'El número del medidor está donde se calcula el consumo.',
  letters: 'La clave del nombre son las primeras cuatro letras del nombre que aparece en la dirección.',
};
