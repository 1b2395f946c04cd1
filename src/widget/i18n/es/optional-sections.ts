import type { BillIllustrationMessages, OptionalMessages, UploadMessages } from '../en/optional-sections.ts';
import { identifierName } from './customer.ts';

const billIllustration: BillIllustrationMessages = {
  caption: identifierName,
  name: 'SU EMPRESA',
  meter: 'Medidor 00000000',
  accountNumberHint: (name) =>
    `Busque “${identifierName(name)}” cerca de la dirección del servicio, por lo general en la página 1.`,
  meterNumberHint: 'El número del medidor está en la sección de consumo.',
  nameKeyHint: 'Su clave del nombre son las primeras cuatro letras del nombre de la cuenta.',
};

const uploads: UploadMessages = {
  intro: 'PDF o foto, hasta 10 MB. Se envía directamente al proveedor. No guardamos copia.',
  latestBill: 'Factura reciente',
  latestBillHint: 'Todas las páginas, con fecha de los últimos 2 meses.',
  taxExempt: 'Esta empresa está exenta de impuestos',
  certificate: 'Certificado de exención',
  certificateHint: 'Firmado y válido en el estado del servicio.',
  choose: 'Subir archivo o tomar foto',
  chooseAnother: 'Subir otro archivo',
  progress: 'Progreso de la carga',
  states: {
    sending: (name, size) => `Subiendo ${name}, ${size}…`,
    uploaded: (name, size) => `${name}, ${size}: subido.`,
    failed: (name, size) => `${name}, ${size}: no se pudo subir.`,
  },
  cancel: 'Cancelar',
  remove: 'Quitar',
  retry: 'Reintentar',
  errors: {
    file_too_large: 'Este archivo pasa de 10 MB. Use un archivo más pequeño o menos páginas.',
    file_type_unsupported: 'Use un archivo PDF, JPEG, PNG o HEIC.',
    file_empty: 'Este archivo está vacío. Elija otro.',
    file_cut_off: 'No se pudo subir. Intente de nuevo, o quite el archivo para continuar sin él.',
    upload_running: 'Este archivo todavía se está subiendo. Espere o cancélelo.',
    upload_unknown: 'El proveedor ya no tiene este archivo. Súbalo de nuevo.',
    document_not_found: 'El proveedor ya no tiene este archivo. Súbalo de nuevo.',
    certificate_missing: 'Suba su certificado de exención, o desmarque la casilla de arriba.',
    tax_exemption_without_certificate: 'El proveedor la registra como exenta de impuestos. Suba su certificado.',
    offline: 'No tiene conexión. Envíelo de nuevo cuando vuelva, o quítelo para continuar sin él.',
    slow: 'Tardó demasiado. Envíelo de nuevo con mejor conexión, o quítelo para continuar sin él.',
    unreachable: 'No se pudo subir. Intente de nuevo, o quite el archivo para continuar sin él.',
    unavailable:
      'El sistema del proveedor no recibe archivos en este momento. Envíelo más tarde, o quítelo para continuar sin él.',
    busy: 'Demasiados archivos en poco tiempo. Espere un rato, o quítelo para continuar sin él.',
    broken: 'No se pudo subir. Intente de nuevo, o quite el archivo para continuar sin él.',
  },
};

export const customerOptional: OptionalMessages = {
  warnings: {
    name_lower_case: 'Su nombre legal no tiene mayúsculas. Ingréselo como aparece en su factura.',
    name_with_trade_name:
      'Ingrese aquí solo el nombre legal registrado. Ponga el nombre comercial (DBA) en su propio campo.',
    name_ending_missing: 'Agregue el sufijo (LLC, Inc.) si es parte de su nombre legal.',
    name_ending_other: 'El sufijo de su nombre legal no coincide con el tipo de empresa que eligió.',
    name_long: 'Algunas distribuidoras limitan el nombre a 35 caracteres. Ingréselo como aparece en su factura.',
    identifier_doubted: 'el número de cuenta no tiene el formato de esta distribuidora. Revise su factura.',
    identifier_rejected: 'la distribuidora no encontró antes este número de cuenta. Revise cada dígito en su factura.',
    postal_code_elsewhere:
      'este código postal no es el de su cotización. Confirme que lo sirve la misma distribuidora.',
    usage_misfit: 'El consumo de sus cuentas no es el de esta cotización. Actualice sus tarifas antes de continuar.',
    start_too_soon: 'Su mes de inicio es demasiado pronto para la distribuidora. Elija un mes posterior.',
    overlap:
      'Su contrato actual termina después de que comienza este. Podría deber un cargo por cancelación anticipada o pagar a dos proveedores.',
    exemption_unsaid: 'Si está exento de impuestos, suba ahora su certificado de exención.',
    signer_one_word: 'Ingrese el nombre y el apellido del firmante.',
    email_misspelled: 'Revise el correo electrónico del firmante. Parece mal escrito.',
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
