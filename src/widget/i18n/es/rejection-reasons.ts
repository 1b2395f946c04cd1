import type { RejectionReasonMessages } from '../en/rejection-reasons.ts';

export const rejectionReasons: RejectionReasonMessages = {
  '008': 'La cuenta no está activa en la distribuidora. Revise el número en su factura, o primero abra una cuenta.',
  A13: 'La distribuidora rechazó la solicitud sin un motivo estándar. Llámenos y averiguaremos por qué.',
  A76: 'La distribuidora no encontró este número de cuenta. Compárelo con su factura.',
  ABN: 'La distribuidora recibió esta solicitud de cambio dos veces. Llámenos para cancelar el duplicado.',
  ANE: 'Esta cuenta no puede cambiar de proveedor ahora. Pregunte a su distribuidora cuándo podrá.',
  API: 'Falta información necesaria. Llámenos con una factura reciente a la mano.',
  DIV: 'Faltan más de 45 días para el inicio: es demasiado pronto para la distribuidora. Podemos enviarlo de nuevo más adelante.',
  FRB: 'La opción de facturación no corresponde a esta cuenta. Llámenos para corregirla.',
  NFI: 'Ya hay un cambio pendiente con otro proveedor. Puede que deba completarse o cancelarse primero.',
  UND: 'Este proveedor no está registrado con su distribuidora. Elija otra oferta.',
  credit: 'El proveedor exige una revisión de crédito. Un depósito u otro proveedor pueden ayudar. Llámenos.',
  rate_expired: 'La tarifa venció antes de que el proveedor recibiera el contrato. Elija una tarifa actual.',
  legal_name:
    'El nombre de la empresa no coincide con los registros de la distribuidora. Ingréselo exactamente como en su factura.',
  no_bill_copy: 'El proveedor necesita una factura reciente. Súbala abajo o envíenosla por correo electrónico.',
  wrong_account_number: 'Un número de cuenta es incorrecto. Compárelo con su factura.',
  account_identifier_malformed: 'El proveedor no pudo aceptar este número. Compárelo con su factura.',
  duplicate_account: 'Esta cuenta ya tiene un contrato pendiente. Quítela, o llámenos si no lo reconoce.',
  utility_rate_mismatch:
    'Esta tarifa no está disponible en esta dirección. Revise el código postal o elija otra oferta.',
  legal_name_missing: 'Ingrese el nombre legal de la empresa como aparece en su factura.',
  meter_number_missing: 'Ingrese el número del medidor. Está en el medidor y en casi todas las facturas.',
  name_key_missing: 'Ingrese las primeras cuatro letras del nombre en su factura.',
};
