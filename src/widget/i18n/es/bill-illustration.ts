import type { BillIllustrationMessages } from '../en/bill-illustration.ts';
import { identifierName } from './identifier-names.ts';

export const billIllustration: BillIllustrationMessages = {
  caption: identifierName,
  name: 'SU EMPRESA',
  accountNumber: '0000 000 000',
  meter: 'Medidor 00000000',
  accountNumberHint: (name) =>
    `Busque “${identifierName(name)}” en la página 1, por lo general cerca de su nombre y la dirección del servicio.`,
  meterNumberHint: 'El número del medidor está en la sección de consumo.',
  nameKeyHint: 'Su clave del nombre son las primeras cuatro letras del nombre de la cuenta.',
};
