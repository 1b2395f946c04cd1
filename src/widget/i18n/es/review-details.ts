import type { ReviewDetailsMessages } from '../en/review-details.ts';

export const reviewDetails: ReviewDetailsMessages = {
  meters: 'Medidores',
  meter: (last4, address) => `Termina en ${last4}, ${address}`,
  customer: 'Cliente',
  taxIdEnding: (last4) => `identificación fiscal terminada en ${last4}`,
  tradingAs: (name) => `Nombre comercial: ${name}`,
  billTo: 'Facturas a',
  billToFirstMeter: 'La dirección del primer medidor',
  signer: 'Firmante',
  contact: 'Contacto',
  currentSupplier: 'Proveedor actual',
  until: (day) => `hasta el ${day}`,
  documents: 'Documentos',
  latestBill: 'Última factura',
  exemptionCertificate: 'Certificado de exención de impuestos',
  noDocuments: 'Ninguno',
};
