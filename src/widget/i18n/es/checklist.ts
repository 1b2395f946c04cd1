import type { ChecklistTexts } from '../en/checklist.ts';

export const checklist: ChecklistTexts = {
  heading: 'Revise esto antes de firmar',
  intro: 'Los proveedores suelen devolver contratos por estos motivos. Si sus datos son correctos, continúe.',
  clear: 'Buscamos lo que los proveedores suelen rechazar y no encontramos nada.',
  meter: (number) => `Medidor ${number}: `,
  change: 'Cambiar',
  advice: {
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
    bill_missing:
      'Falta una copia de su última factura. Algunos proveedores la piden, y no avanzan hasta que la reciben.',
    exemption_unsaid:
      'Si esta organización no paga impuesto sobre las ventas, el proveedor necesita el certificado ahora.',
    signer_one_word: 'El firmante tiene un solo nombre. Escriba nombre y apellido, como en una identificación.',
    email_free: 'El correo del firmante es de un servicio gratuito. Una dirección de la empresa genera menos dudas.',
  },
};
