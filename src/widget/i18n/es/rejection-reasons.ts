import type { RejectionReasonMessages } from '../en/rejection-reasons.ts';

export const rejectionReasons: RejectionReasonMessages = {
  '008':
    'La cuenta no está activa en la distribuidora. Revise el número en su última factura, o primero abra la cuenta.',
  A13: 'La distribuidora dio un motivo propio. Llámenos y lo preguntaremos.',
  A76: 'La distribuidora no conoce este número de cuenta. Revíselo en su factura, dígito por dígito.',
  ABN: 'La distribuidora tiene este cambio dos veces. Puede que alguien lo haya pedido antes: llámenos para que se retire uno.',
  ANE: 'Esta cuenta no puede cambiar de proveedor ahora. Su distribuidora puede decirle cuándo.',
  API: 'Falta un dato necesario. Llámenos con su última factura a la mano.',
  DIV: 'Faltan más de 45 días para el inicio: es demasiado pronto para la distribuidora. Podemos enviarlo de nuevo más adelante.',
  FRB: 'La distribuidora factura esta cuenta de otra manera. Llámenos para elegir el tipo de factura correcto.',
  NFI: 'Otro proveedor lo pidió primero. Puede que su contrato con él tenga que terminar antes de este.',
  UND: 'La distribuidora no conoce a este proveedor aquí. Elija otra oferta.',
  credit: 'El proveedor quiere revisar primero su crédito. Un depósito u otro proveedor pueden ayudar: llámenos.',
  rate_expired: 'El precio venció antes de que el contrato llegara al proveedor. Continúe con uno de hoy.',
  legal_name: 'El nombre de la empresa no es el que tiene la distribuidora. Escríbalo exactamente como en su factura.',
  no_bill_copy: 'El proveedor necesita una copia de su última factura. Envíenosla.',
  wrong_account_number: 'Un número de cuenta está mal. Revíselo en su factura, dígito por dígito.',
};
