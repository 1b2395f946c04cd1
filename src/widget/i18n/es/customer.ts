import type { CustomerTexts } from '../en/customer.ts';
import { billHint } from './bill-hint.ts';
import { choice } from './choice.ts';
import { files } from './files.ts';
import { numberName } from './number-names.ts';
import { reasons } from './reasons.ts';

const digitsOr = (digits: boolean) => (digits ? 'dígitos' : 'dígitos y letras');

export const customer: CustomerTexts = {
  metersHeading: '¿Qué medidores cambian de proveedor?',
  metersHint: (name) => `Tenga una factura a la mano: ahí está el ${numberName(name)}.`,
  billHint,
  misfit: (usage) =>
    `Sus medidores consumen ${usage} al año en total. Este precio es para otro consumo y el proveedor podría rechazarlo. Pida tarifas para ese consumo.`,
  meter: (number) => `Medidor ${number}`,
  identifier: (name) => numberName(name),
  identifierHint: (expected) =>
    `${expected ? `${expected}. ` : ''}Está cerca de su nombre y de la dirección del servicio, en la parte de arriba de la factura. Los espacios y guiones no importan.`,
  shape: {
    one: (length, digits) => `${length} ${digitsOr(digits)}`,
    range: (least, most, digits) => `de ${least} a ${most} ${digitsOr(digits)}`,
    starts: (starts) => `, empezando por ${starts}`,
  },
  usesAYear: (amount) => `Consume ${amount} al año, según su lista.`,
  fromList: (count) =>
    `Datos tomados de su lista: ${count === 1 ? 'un medidor' : `${count} medidores`}. Compare cada uno con su factura.`,
  listTooLong: (count, most) =>
    `Su lista tiene ${count} locales. Un contrato admite ${most}: estos son los primeros; llámenos para los demás.`,
  addMeter: 'Agregar otro medidor',
  removeMeter: (number) => `Quitar el medidor ${number}`,
  needs: {
    meterNumber: { label: 'Número del medidor', hint: 'Está en el medidor mismo y en casi todas las facturas.' },
    nameKey: { label: 'Clave del nombre', hint: 'Las primeras cuatro letras del nombre en su factura.' },
  },
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
  billedAtService: 'Las facturas van a la dirección del primer medidor',
  billing: {
    heading: 'Adónde van las facturas',
    street: 'Dirección de facturación',
    unit: 'Suite de facturación',
    city: 'Ciudad de facturación',
    state: 'Estado de facturación',
    postalCode: 'Código postal de facturación',
  },
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
  taxIdOfPerson: 'Identificación fiscal (EIN o SSN)',
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
  contact: {
    heading: '¿A quién debe llamar el proveedor?',
    name: 'Nombre completo del contacto',
    email: 'Correo electrónico del contacto',
    phone: 'Teléfono del contacto',
  },
  supply: {
    heading: '¿Quién es su proveedor ahora?',
    hint: 'Déjelo vacío si no lo sabe. Sirve para no pagar a dos proveedores.',
    supplier: 'Proveedor actual',
    contractEnd: 'Ese contrato termina el',
    overlap: (start) =>
      `Ese contrato no ha terminado cuando este comienza en ${start}: podría pagar a dos proveedores, o un cargo por cancelación anticipada. Vuelva y elija un inicio posterior, o pregunte primero a su proveedor.`,
    signBy: (day, start) => `Para comenzar en ${start}, firme a más tardar el ${day}.`,
    tooSoon: (utility, days, start) =>
      `${utility} necesita ${days} días para el cambio: ${start} ya es demasiado pronto. Vuelva y elija un inicio posterior.`,
  },
  files,
  back: 'Volver a las tarifas',
  review: 'Revisar y firmar',
  fixThese: (count) => (count === 1 ? 'Hay un campo por revisar.' : `Hay ${count} campos por revisar.`),
  refused: (count) =>
    `El proveedor todavía no aceptó su contrato. Corrija ${count === 1 ? 'el campo marcado' : 'los campos marcados'} y envíelo de nuevo. No se pierde nada más de lo que escribió.`,
  errors: {
    required: 'Este dato es necesario.',
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
    state: 'Un estado tiene dos letras, como TX.',
    day: 'Elija un día, como 01/31/2027 (31 de enero de 2027).',
    meter_number: 'Solo letras y dígitos, hasta 30.',
    name_key: 'Solo letras y dígitos, cuatro como máximo.',
    meter_number_missing: 'La distribuidora necesita este número. Está en el medidor y en casi todas las facturas.',
    name_key_missing: 'La distribuidora necesita las primeras cuatro letras del nombre en su factura.',
    ...files.errors,
    other: 'Revise este dato, por favor.',
  },
  reasons,
  ruleBroken: (name, utility, expected, length) =>
    `El ${numberName(name)} de ${utility} tiene ${expected}. Usted escribió ${length === 1 ? '1 carácter' : `${length} caracteres`}.`,
  ruleBrokenUnknown: (name, utility) => `Esto no parece ser un ${numberName(name)} de ${utility}.`,
  ruleDoubted: (message) =>
    `${message} No estamos seguros de esa regla: revise su factura y déjelo así si es correcto.`,
  summary: choice,
};
