import type { CustomerMessages } from '../en/customer.ts';
import { orderSummary } from './offers.ts';

const digitsOr = (digits: boolean) => (digits ? 'dígitos' : 'dígitos y letras');

export const customer: CustomerMessages = {
  metersHeading: 'Cuentas de servicio',
  metersHint: (name) => `Tenga una factura reciente a la mano. Necesitará su ${identifierName(name)}.`,
  whereOnBill: (name) => `¿Dónde encuentro mi ${identifierName(name)}?`,
  meter: (number) => `Cuenta ${number}`,
  identifier: (name) => identifierName(name),
  identifierHint: (expected) =>
    `${expected ? `${expected}. ` : ''}Por lo general, cerca de su nombre o de la dirección del servicio. Puede incluir espacios y guiones.`,
  identifierFormat: {
    exact: (length, digits) => `${length} ${digitsOr(digits)}`,
    range: (least, most, digits) => `de ${least} a ${most} ${digitsOr(digits)}`,
    prefix: (starts) => `, empezando por ${starts}`,
  },
  addMeter: 'Agregar otra cuenta',
  removeMeter: (number) => `Quitar la cuenta ${number}`,
  street: 'Dirección del servicio',
  unit: 'Suite o unidad',
  city: 'Ciudad',
  postalCode: 'Código postal',
  state: (state) => `Estado: ${state}`,
  customerHeading: 'Datos de la empresa',
  legalName: 'Nombre legal de la empresa',
  legalNameHint: (limit) =>
    `Exactamente como aparece en su factura. Una diferencia puede retrasar el cambio.${limit ? ` Máximo ${limit} caracteres.` : ''}`,
  tradeName: 'Nombre comercial (DBA)',
  tradeNameHint: 'Si su negocio usa otro nombre.',
  billToServiceAddress: 'La dirección de facturación es la misma que la del servicio',
  entityType: 'Tipo de empresa',
  entityTypes: {
    llc: 'Compañía de responsabilidad limitada (LLC)',
    corporation: 'Corporación',
    partnership: 'Sociedad colectiva',
    sole_proprietor: 'Dueño único (sole proprietor)',
    nonprofit: 'Organización sin fines de lucro',
    government: 'Entidad gubernamental',
  },
  choose: 'Elija uno',
  taxId: 'Número de identificación del empleador (EIN)',
  taxIdOrSsn: 'Identificación fiscal (EIN o SSN)',
  showTaxId: 'Mostrar',
  hideTaxId: 'Ocultar',
  taxIdHint:
    '9 dígitos. Lo enviamos cifrado, solo al proveedor, para la verificación de crédito. No guardamos el dato.',
  signerHeading: 'Firmante autorizado',
  signerHint: 'Debe estar autorizado para firmar contratos en nombre de la empresa.',
  someoneElseSigns: 'Otra persona firma. Le enviaré un enlace',
  name: 'Nombre completo',
  title: 'Cargo',
  email: 'Correo electrónico',
  phone: 'Teléfono',
  extensionRemoved: 'Quitamos la extensión. Los proveedores llaman a este número sin ella.',
  signerIsContact: 'El firmante es el contacto principal',
  currentSupply: {
    heading: 'Proveedor actual (opcional)',
    hint: 'Ayuda a evitar contratos simultáneos y cargos por cancelación anticipada.',
    summary: 'Agregue su proveedor actual y la fecha de fin del contrato',
  },
  documentsHeading: 'Documentos de respaldo (opcional)',
  documentsSummary: 'Suba una factura reciente o un certificado de exención de impuestos',
  back: 'Volver a las tarifas',
  review: 'Continuar a la revisión',
  fixErrors: (count) => (count === 1 ? 'Corrija 1 campo para continuar.' : `Corrija ${count} campos para continuar.`),
  correctionsNeeded: (count) =>
    `El proveedor necesita una corrección. Corrija ${count === 1 ? 'el campo marcado' : 'los campos marcados'} y envíelo de nuevo.`,
  required: {
    street: 'Ingrese la dirección.',
    city: 'Ingrese la ciudad.',
    state: 'Ingrese el estado.',
    postalCode: 'Ingrese el código postal.',
    legalName: 'Ingrese el nombre legal de la empresa.',
    entityType: 'Elija un tipo de empresa.',
    taxId: 'Ingrese la identificación fiscal.',
    name: 'Ingrese el nombre completo.',
    title: 'Ingrese un cargo.',
    email: 'Ingrese un correo electrónico.',
    phone: 'Ingrese un teléfono.',
  },
  identifierRequired: (name) => `Ingrese su ${identifierName(name)}.`,
  errors: {
    required: 'Obligatorio.',
    other: 'Revise este campo.',
    too_long: 'Es demasiado largo. Acórtelo.',
    control_characters: 'Contiene caracteres no admitidos.',
    postal_code: 'Ingrese un código postal de 5 dígitos.',
    po_box: 'Ingrese una dirección física. Un apartado postal (PO box) no puede ser la dirección del servicio.',
    name_over_limit: 'Demasiado largo. Use el nombre abreviado de su factura.',
    email: 'Ingrese un correo válido, como nombre@empresa.com.',
    phone: 'Ingrese un teléfono de 10 dígitos, como (214) 555-0142.',
    tax_id: 'Ingrese una identificación fiscal de 9 dígitos, como 12-3456789.',
    identifier: 'Use solo letras y números (de 4 a 30 caracteres).',
    duplicate: 'Esta cuenta ya está en la lista.',
    meter_number: 'Use solo letras y números (hasta 30 caracteres).',
    name_key: 'Use solo letras y números (hasta 4 caracteres).',
    certificate_missing: 'Suba su certificado de exención.',
    state: 'Ingrese un estado de 2 letras, como TX.',
    day: 'Ingrese una fecha, como 01/31/2027 (31 de enero de 2027).',
  },
  identifierInvalid: (name, utility, expected, length) =>
    `Ingrese ${expected} para su ${identifierName(name)} de ${utility}.${length ? ` Ingresó ${length}.` : ''}`,
  identifierUnrecognized: (name, utility) => `Esto no parece un ${identifierName(name)} válido de ${utility}.`,
  identifierSuspicious: (message) => `${message} Si coincide con su factura, continúe.`,
  orderSummary,
};

/** Translations of generic identifier names. Proper names, such as ESI ID, are not translated. */
const TRANSLATIONS: Readonly<Record<string, string>> = {
  'account number': 'número de cuenta',
  'customer number': 'número de cliente',
  'service delivery identifier': 'identificador de entrega del servicio',
  identifier: 'identificador',
};

/**
 * @example identifierName('account number') // 'número de cuenta'
 * @example identifierName('ESI ID') // 'ESI ID'
 */
export const identifierName = (name: string): string => TRANSLATIONS[name.toLowerCase()] ?? name;
