import type { UploadMessages } from '../en/uploads.ts';

export const uploads: UploadMessages = {
  intro: 'Un PDF o una foto, de 10 MB como máximo. Va directo al proveedor; no guardamos copia.',
  latestBill: 'Última factura',
  latestBillHint: 'Los proveedores suelen pedirla. Con todas sus páginas y de no más de dos meses.',
  taxExempt: 'La empresa no paga impuesto sobre las ventas y tiene un certificado de exención',
  certificate: 'Certificado de exención',
  certificateHint: 'Firmado y del estado donde están los medidores.',
  choose: 'Elija un archivo o tome una foto',
  chooseAnother: 'Elegir otro archivo',
  progress: 'Cuánto se ha enviado',
  states: {
    sending: (name, size) => `Enviando ${name}, ${size}…`,
    uploaded: (name, size) => `${name}, ${size}: entregado.`,
    failed: (name, size) => `${name}, ${size}: no entregado.`,
  },
  cancel: 'Cancelar',
  remove: 'Quitar',
  retry: 'Enviar de nuevo',
  errors: {
    file_too_large: 'Este archivo pasa de 10 MB. Fotografíe menos páginas a la vez o guárdelo más pequeño.',
    file_type_unsupported: 'Este archivo no es PDF, JPEG, PNG ni HEIC. Guárdelo como PDF o tómele una foto.',
    file_empty: 'Este archivo está vacío. Elija otro.',
    file_cut_off: 'El archivo no llegó completo. Envíelo de nuevo, o quítelo para continuar sin él.',
    upload_running: 'Este archivo todavía se está enviando. Espere o cancélelo.',
    upload_unknown: 'El proveedor ya no tiene este archivo. Envíelo de nuevo.',
    document_not_found: 'El proveedor ya no tiene este archivo. Envíelo de nuevo.',
    certificate_missing: 'La exención necesita su certificado. Elija el archivo, o desmarque la casilla de arriba.',
    tax_exemption_without_certificate:
      'El proveedor tiene a esta empresa como exenta de impuestos y necesita el certificado. Elija el archivo.',
    offline: 'No tiene conexión. Envíelo de nuevo cuando vuelva, o quítelo para continuar sin él.',
    slow: 'Tardó demasiado. Envíelo de nuevo con mejor conexión, o quítelo para continuar sin él.',
    unreachable: 'El archivo no llegó. Envíelo de nuevo, o quítelo para continuar sin él.',
    unavailable:
      'El sistema del proveedor no recibe archivos en este momento. Envíelo más tarde, o quítelo para continuar sin él.',
    busy: 'Demasiados archivos en poco tiempo. Espere un rato, o quítelo para continuar sin él.',
    broken: 'El archivo no llegó. Envíelo de nuevo, o quítelo para continuar sin él.',
  },
};
