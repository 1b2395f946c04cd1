import type { UploadMessages } from '../en/uploads.ts';

export const uploads: UploadMessages = {
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
