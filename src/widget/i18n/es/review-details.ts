import type { ReviewDetailsMessages } from '../en/review-details.ts';

export const reviewDetails: ReviewDetailsMessages = {
  meters: 'Cuentas',
  meter: (number, address) => `${number}: ${address}`,
  customer: 'Empresa',
  taxIdEnding: (last4) => `identificación fiscal terminada en ${last4}`,
  tradingAs: (name) => `Nombre comercial (DBA): ${name}`,
  billTo: 'Dirección de facturación',
  billToFirstMeter: 'La misma que la del servicio',
  signer: 'Firmante autorizado',
  contact: 'Contacto principal',
  currentSupplier: 'Proveedor actual',
  until: (day) => `hasta el ${day}`,
  documents: 'Documentos',
  latestBill: 'Factura reciente',
  exemptionCertificate: 'Certificado de exención de impuestos',
};
