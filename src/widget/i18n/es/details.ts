import type { DetailsTexts } from '../en/details.ts';

export const details: DetailsTexts = {
  meters: 'Medidores',
  meter: (last4, address) => `Termina en ${last4}, ${address}`,
  customer: 'Cliente',
  taxIdEnding: (last4) => `identificación fiscal terminada en ${last4}`,
  tradingAs: (name) => `Nombre comercial: ${name}`,
  bills: 'Facturas a',
  billsToFirst: 'La dirección del primer medidor',
  signer: 'Firmante',
  contact: 'Contacto',
  now: 'Proveedor actual',
  until: (day) => `hasta el ${day}`,
  papers: 'Documentos',
  bill: 'Última factura',
  certificate: 'Certificado de exención de impuestos',
  noPapers: 'Ninguno',
};
