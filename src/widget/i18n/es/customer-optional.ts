import type { OptionalMessages } from '../en/customer-optional.ts';
import { billIllustration } from './bill-illustration.ts';
import { uploads } from './uploads.ts';

export const customerOptional: OptionalMessages = {
  warnings: {
    name_lower_case: 'El nombre legal no tiene mayúsculas. Escríbalo como en su factura.',
    name_with_trade_name:
      'El nombre legal incluye también un nombre comercial (“dba”). Escriba ahí solo el nombre registrado y ponga el otro en su propio campo.',
    name_ending_missing:
      'Al nombre legal le falta la terminación de su tipo, como LLC o Inc. Agréguela si así está registrado.',
    name_ending_other: 'La terminación del nombre legal no coincide con el tipo de empresa. Uno de los dos está mal.',
    name_long: 'Algunas distribuidoras guardan 35 letras del nombre. Escríbalo abreviado como en su factura.',
    identifier_doubted: 'el número de cuenta no parece ser de esta distribuidora. Compárelo con su factura.',
    postal_code_elsewhere:
      'no está en el código postal para el que pidió tarifas. Verifique que lo sirva la misma distribuidora.',
    usage_misfit:
      'El consumo de todos sus medidores no es el que corresponde a este precio. Pida tarifas para ese consumo.',
    start_too_soon: 'El inicio ya es demasiado pronto para la distribuidora. Vuelva a las tarifas y elija otro mes.',
    overlap:
      'Su contrato actual no ha terminado cuando comienza este. Podría pagar dos veces, o un cargo por cancelación anticipada.',
    exemption_unsaid:
      'Si esta organización no paga impuesto sobre las ventas, el proveedor necesita el certificado ahora.',
    signer_one_word: 'El firmante tiene un solo nombre. Escriba nombre y apellido, como en una identificación.',
    email_free: 'El correo del firmante es de un servicio gratuito. Una dirección de la empresa genera menos dudas.',
  },
  billIllustration,
  uploads,
  billingAddress: {
    heading: 'Adónde van las facturas',
    street: 'Dirección de facturación',
    unit: 'Suite de facturación',
    city: 'Ciudad de facturación',
    state: 'Estado de facturación',
    postalCode: 'Código postal de facturación',
  },
  contact: {
    heading: '¿A quién debe llamar el proveedor?',
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
    contractEnd: 'Ese contrato termina el',
    overlap: (start) =>
      `Ese contrato no ha terminado cuando este comienza en ${start}: podría pagar a dos proveedores, o un cargo por cancelación anticipada. Vuelva y elija un inicio posterior, o pregunte primero a su proveedor.`,
  },
  usageMismatch: (usage) =>
    `Sus medidores consumen ${usage} al año en total. Este precio es para otro consumo y el proveedor podría rechazarlo. Pida tarifas para ese consumo.`,
  annualUsage: (amount) => `Consume ${amount} al año, según su lista.`,
  imported: (count) =>
    `Datos tomados de su lista: ${count === 1 ? 'un medidor' : `${count} medidores`}. Compare cada uno con su factura.`,
  importTruncated: (count, most) =>
    `Su lista tiene ${count} locales. Un contrato admite ${most}: estos son los primeros; llámenos para los demás.`,
};
