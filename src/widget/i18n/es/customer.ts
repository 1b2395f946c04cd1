import type { CustomerMessages } from '../en/customer.ts';
import { identifierName } from './identifier-names.ts';
import { orderSummary } from './order-summary.ts';
import { rejectionReasons } from './rejection-reasons.ts';

const digitsOr = (digits: boolean) => (digits ? 'dígitos' : 'dígitos y letras');

export const customer: CustomerMessages = {
  metersHeading: '¿Qué medidores cambian de proveedor?',
  metersHint: (name) => `Tenga una factura a la mano: ahí está el ${identifierName(name)}.`,
  whereOnBill: (name) => `¿Dónde está el ${identifierName(name)} en la factura?`,
  meter: (number) => `Medidor ${number}`,
  identifier: (name) => identifierName(name),
  identifierHint: (expected) =>
    `${expected ? `${expected}. ` : ''}Está cerca de su nombre, en la parte de arriba de la factura. Los espacios y guiones no importan.`,
  identifierFormat: {
    exact: (length, digits) => `${length} ${digitsOr(digits)}`,
    range: (least, most, digits) => `de ${least} a ${most} ${digitsOr(digits)}`,
    prefix: (starts) => `, empezando por ${starts}`,
  },
  addMeter: 'Agregar otro medidor',
  removeMeter: (number) => `Quitar el medidor ${number}`,
  street: 'Dirección del servicio',
  unit: 'Suite o unidad',
  city: 'Ciudad',
  postalCode: 'Código postal',
  state: (state) => `Estado: ${state}, donde está la distribuidora.`,
  customerHeading: '¿Quién es el cliente?',
  legalName: 'Nombre legal de la empresa',
  legalNameHint: (limit) =>
    `Exactamente como en su factura. Los proveedores rechazan contratos por un nombre mal escrito.${limit ? ` Aquí caben hasta ${limit} letras.` : ''}`,
  tradeName: 'Nombre comercial',
  tradeNameHint: 'El nombre del letrero, si es otro.',
  billToServiceAddress: 'Las facturas van a la dirección del primer medidor',
  entityType: 'Tipo de empresa',
  entityTypes: {
    llc: 'Compañía de responsabilidad limitada (LLC)',
    corporation: 'Corporación',
    partnership: 'Sociedad colectiva',
    sole_proprietor: 'Propietario único',
    nonprofit: 'Organización sin fines de lucro',
    government: 'Entidad gubernamental',
  },
  choose: 'Elija uno',
  taxId: 'Identificación fiscal (EIN)',
  taxIdOrSsn: 'Identificación fiscal (EIN o SSN)',
  showTaxId: 'Mostrar',
  hideTaxId: 'Ocultar',
  taxIdHint: 'Nueve dígitos. Llega cifrada al proveedor, para la verificación de crédito. Nosotros no la guardamos.',
  signerHeading: '¿Quién firma?',
  signerHint: 'Alguien que pueda firmar en nombre de la empresa.',
  name: 'Nombre completo',
  title: 'Cargo',
  email: 'Correo electrónico',
  phone: 'Teléfono',
  signerIsContact: 'El firmante es también el contacto',
  currentSupply: {
    heading: '¿Quién es su proveedor ahora?',
    hint: 'Díganoslo si lo sabe: sirve para no pagar a dos proveedores.',
    summary: 'Su proveedor, y cuándo termina ese contrato',
    signBy: (day, start) => `Para comenzar en ${start}, firme a más tardar el ${day}.`,
    tooSoon: (utility, days, start) =>
      `${utility} necesita ${days} días para el cambio: ${start} ya es demasiado pronto. Vuelva y elija un inicio posterior.`,
  },
  documentsHeading: 'Documentos que agilizan el trámite',
  documentsSummary: 'Entregue su última factura o un certificado de exención de impuestos',
  back: 'Volver a las tarifas',
  review: 'Revisar y firmar',
  fixErrors: (count) => (count === 1 ? 'Hay un campo por revisar.' : `Hay ${count} campos por revisar.`),
  correctionsNeeded: (count) =>
    `El proveedor todavía no aceptó su contrato. Corrija ${count === 1 ? 'el campo marcado' : 'los campos marcados'} y envíelo de nuevo. No se pierde nada más de lo que escribió.`,
  errors: {
    required: 'Este dato es necesario.',
    other: 'Revise este dato, por favor.',
    too_long: 'Es demasiado largo.',
    control_characters: 'Tiene caracteres que no se pueden imprimir. Escríbalo en vez de pegarlo.',
    postal_code: 'Un código postal tiene cinco dígitos, como 75201.',
    po_box: 'Un medidor está en una dirección física. Escriba esa, no un apartado postal (P.O. Box).',
    name_over_limit: 'Las distribuidoras de este estado aceptan menos letras. Abrevie el nombre como en su factura.',
    email: 'Una dirección de correo es como name@example.com.',
    phone: 'Escriba el número con código de área, como 214 555 0142.',
    tax_id: 'Una identificación fiscal tiene nueve dígitos, como 12-3456789.',
    identifier: 'Solo letras y dígitos, de 4 a 30.',
    duplicate: 'Este medidor ya está en la lista.',
    account_identifier_malformed: 'El proveedor no acepta este número. Revíselo en su factura, dígito por dígito.',
    duplicate_account: 'Este medidor ya está en un contrato. Quítelo aquí, o llámenos si usted no pidió ese contrato.',
    utility_rate_mismatch:
      'Este precio no se vende en esta dirección. Revise el código postal, o vuelva y elija otra oferta.',
    legal_name_missing: 'El proveedor necesita el nombre legal, como en su factura.',
    meter_number_missing: 'La distribuidora necesita este número. Está en el medidor y en casi todas las facturas.',
    name_key_missing: 'La distribuidora necesita las primeras cuatro letras del nombre en su factura.',
    meter_number: 'Solo letras y dígitos, hasta 30.',
    name_key: 'Solo letras y dígitos, cuatro como máximo.',
    state: 'Un estado tiene dos letras, como TX.',
    day: 'Elija un día, como 01/31/2027 (31 de enero de 2027).',
    ...rejectionReasons,
  },
  identifierInvalid: (name, utility, expected, length) =>
    `El ${identifierName(name)} de ${utility} tiene ${expected}. Usted escribió ${length === 1 ? '1 carácter' : `${length} caracteres`}.`,
  identifierUnrecognized: (name, utility) => `Esto no parece ser un ${identifierName(name)} de ${utility}.`,
  identifierSuspicious: (message) =>
    `${message} No estamos seguros de esa regla: revise su factura y déjelo así si es correcto.`,
  orderSummary,
};
