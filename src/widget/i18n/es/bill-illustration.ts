import type { BillIllustrationMessages } from '../en/bill-illustration.ts';
import { identifierName } from './identifier-names.ts';

export const billIllustration: BillIllustrationMessages = {
  caption: identifierName,
  name: 'SU EMPRESA',
  meter: 'Medidor 00000000',
  accountNumberHint: (name) =>
    `Busque “${identifierName(name)}” cerca de la dirección del servicio, por lo general en la página 1.`,
  meterNumberHint: 'El número del medidor está en la sección de consumo.',
  nameKeyHint: 'Su clave del nombre son las primeras cuatro letras del nombre de la cuenta.',
};
