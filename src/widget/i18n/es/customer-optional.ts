import type { OptionalMessages } from '../en/customer-optional.ts';
import { billIllustration } from './bill-illustration.ts';
import { uploads } from './uploads.ts';

export const customerOptional: OptionalMessages = {
  warnings: {
    name_lower_case: 'Su nombre legal no tiene mayúsculas. Ingréselo como aparece en su factura.',
    name_with_trade_name:
      'Ingrese aquí solo el nombre legal registrado. Ponga el nombre comercial (DBA) en su propio campo.',
    name_ending_missing: 'Agregue el sufijo (LLC, Inc.) si es parte de su nombre legal.',
    name_ending_other: 'El sufijo de su nombre legal no coincide con el tipo de empresa que eligió.',
    name_long: 'Algunas distribuidoras limitan el nombre a 35 caracteres. Ingréselo como aparece en su factura.',
    identifier_doubted: 'el número de cuenta no tiene el formato de esta distribuidora. Revise su factura.',
    postal_code_elsewhere:
      'este código postal no es el de su cotización. Confirme que lo sirve la misma distribuidora.',
    usage_misfit: 'El consumo de sus cuentas no es el de esta cotización. Actualice sus tarifas antes de continuar.',
    start_too_soon: 'Su mes de inicio es demasiado pronto para la distribuidora. Elija un mes posterior.',
    overlap:
      'Su contrato actual termina después de que comienza este. Podría deber un cargo por cancelación anticipada o pagar a dos proveedores.',
    exemption_unsaid: 'Si está exento de impuestos, suba ahora su certificado de exención.',
    signer_one_word: 'Ingrese el nombre y el apellido del firmante.',
  },
  billIllustration,
  uploads,
  billingAddress: {
    heading: 'Dirección de facturación',
    street: 'Dirección de facturación',
    unit: 'Suite de facturación',
    city: 'Ciudad de facturación',
    state: 'Estado de facturación',
    postalCode: 'Código postal de facturación',
  },
  contact: {
    heading: 'Contacto principal',
    name: 'Nombre completo del contacto',
    email: 'Correo electrónico del contacto',
    phone: 'Teléfono del contacto',
  },
  utilityFields: {
    meterNumber: { label: 'Número del medidor', hint: 'Está en el medidor mismo y en casi todas las facturas.' },
    nameKey: { label: 'Clave del nombre', hint: 'Las primeras cuatro letras del nombre en su factura.' },
  },
  currentSupply: {
    supplier: 'Proveedor actual',
    contractEnd: 'Fecha de fin del contrato',
    overlap: (start) =>
      `Su contrato actual termina después de que comienza este en ${start}. Podría deber un cargo por cancelación anticipada o pagar a dos proveedores. Elija un mes de inicio posterior o consulte a su proveedor.`,
  },
  usageMismatch: (usage) =>
    `Sus cuentas consumen ${usage} al año, pero esta tarifa se cotizó para otro consumo. Actualice sus tarifas antes de continuar.`,
  annualUsage: (amount) => `${amount} al año (de su lista)`,
  imported: (count) =>
    `Se importaron ${count === 1 ? '1 cuenta' : `${count} cuentas`} de su lista. Compare cada una con su factura.`,
  importTruncated: (count, most) =>
    `Un contrato admite ${most} cuentas. Agregamos las primeras ${most} de ${count}. Llámenos para agregar las demás.`,
};
