import type { ReviewDetailsMessages, ReviewMessages, SubmissionWarningMessages } from '../en/review-step.ts';
import { offers, orderSummary } from './offers.ts';

const reviewDetails: ReviewDetailsMessages = {
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

const submissionWarnings: SubmissionWarningMessages = {
  heading: 'Revise antes de firmar',
  intro: 'Los proveedores suelen devolver contratos por estos motivos. Si sus datos son correctos, continúe.',
  meter: (number) => `Cuenta ${number}: `,
  change: 'Editar',
  warnings: {
    bill_missing: 'No se ha subido una factura reciente. Algunos proveedores la exigen antes de procesar el contrato.',
  },
};

export const review: ReviewMessages = {
  heading: 'Revise su contrato',
  supplier: 'Proveedor',
  price: 'Tarifa',
  offers,
  term: 'Plazo',
  fees: 'Cargos',
  reviewDetails,
  submissionWarnings,
  feesText: (broker, monthly) =>
    `Comisión del corredor: ${broker} durante el plazo, incluida en la tarifa. ${monthly ? `Cargo mensual: ${monthly}, incluido en la estimación.` : 'Sin cargo mensual.'}`,
  estimate: (monthly, annual, usage, isEstimated, proviso) =>
    `Unos ${monthly} al mes, ${annual} al año con un consumo de ${usage} al año${isEstimated ? ' (estimado)' : ''}${proviso}.${isEstimated ? ' Compare este consumo con sus últimas 12 facturas.' : ''}`,
  outcomeUnknown:
    'El sistema del proveedor no responde, así que no podemos confirmar si su contrato se creó. Intente de nuevo en un minuto. No se creará un duplicado.',
  consentErrors: {
    missing: 'Marque la casilla para continuar.',
    changed: 'El texto cambió. Léalo otra vez y marque la casilla.',
  },
  submit: 'Continuar a la firma electrónica',
  submitting: 'Preparando su contrato…',
  popupWaiting: 'Estamos preparando su contrato. Aparecerá aquí en un momento.',
  back: 'Editar sus datos',
  notBinding: 'No se compromete a nada hasta que firme en la página siguiente. El contrato está en inglés.',
  emailSigning: {
    notBinding:
      'No se compromete a nada hasta que firme el contrato que llegará a su correo electrónico. El contrato está en inglés.',
    submit: (email) => `Enviar el contrato a ${email}`,
  },
  orderSummary,
};
