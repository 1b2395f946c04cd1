import type { EmailSigningMessages, SigningSessionMessages } from '../en/signing.ts';

export const signingSession: SigningSessionMessages = {
  opens: {
    focused: 'Leerá y firmará aquí el contrato completo (en inglés) con DocuSign.',
    popup: 'Leerá y firmará el contrato completo (en inglés) con DocuSign en una ventana nueva.',
    redirect: 'Leerá y firmará el contrato completo (en inglés) con DocuSign en esta pestaña y después volverá aquí.',
  },
  inProgress: 'Verá el contrato completo, en inglés, antes de firmar.',
  viewed: 'Todavía no recibimos su firma. Abra el contrato de nuevo cuando esté listo.',
  reopen: {
    postponed: 'Su contrato está guardado. Ábralo de nuevo cuando esté listo para firmar.',
    timed_out:
      'Su sesión de firma venció después de 20 minutos. Su contrato está guardado. Ábralo de nuevo para continuar.',
    interrupted: 'La firma se interrumpió. Su contrato está guardado. Ábralo de nuevo para continuar.',
    window_closed:
      'Todavía no recibimos su firma, y parece que la ventana de firma está cerrada. Abra el contrato de nuevo, o termine en esa ventana si sigue abierta.',
    blocked: 'Su navegador bloqueó la ventana de firma. Firme en esta pestaña; después volverá aquí.',
    iframe_failed: 'La firma no se puede abrir en esta página. Ábrala en una ventana nueva.',
    failed: 'No se pudo abrir la firma. Su contrato está guardado. Intente de nuevo.',
  },
  open: 'Revisar y firmar',
  openAgain: 'Abrir el contrato de nuevo',
  openWindow: 'Firmar en una ventana nueva',
  openInTab: 'Firmar en esta pestaña',
  opening: 'Abriendo…',
  waiting: 'Su contrato aparecerá aquí en un momento.',
  otherWindow: 'Termine de firmar en la otra ventana. Esta página se actualiza automáticamente.',
  errors: {
    unavailable:
      'La firma no está disponible por el momento. Su contrato está guardado. Intente de nuevo en unos minutos.',
  },

  iframeHeading: 'Lea y firme su contrato (en inglés)',
  iframeLoading: 'Abriendo su contrato…',
  postpone: 'Terminar después',
  postponeConfirm: '¿Terminar después? Guardaremos su contrato. Nada es definitivo hasta que firme.',
  postponeConfirmYes: 'Sí, terminar después',
  postponeConfirmNo: 'Seguir firmando',

  confirming: 'Verificando si ya firmó…',
  confirmingLead: 'Si ya firmó, esto puede tardar un minuto. Si no, abra el contrato otra vez.',
  notSigned: '¿Todavía no ha firmado? Abra el contrato de nuevo para firmarlo.',
  delayed: (reference) =>
    `Está tardando más de lo normal. Si firmó, DocuSign le enviará una copia cuando todos hayan firmado. Su número de contrato es ${reference}. Use el enlace de abajo para volver.`,

  othersHeading: 'Usted ya firmó. Faltan otras firmas.',
  others: (count) =>
    `${count === 1 ? 'Falta 1 firma.' : `Faltan ${count} firmas.`} Les enviamos un correo. Esta página se actualiza automáticamente. El contrato no es definitivo hasta que todos firmen.`,
};

export const emailSigning: EmailSigningMessages = {
  label: 'Firma por correo electrónico',
  headline: {
    preparing: 'Estamos enviando su contrato por correo.',
    sent: 'Revise su correo electrónico.',
    viewed: 'Contrato abierto. Termine de firmar desde su correo.',
    signed: 'Firmado. Lo estamos enviando al proveedor.',
    declined: 'Usted decidió no firmar. No tiene ninguna obligación.',
    expired: 'El plazo para firmar venció.',
    bounced: 'No se pudo entregar el correo.',
    cancelled: 'Cancelando su contrato…',
    failed: 'No se pudo enviar el contrato por correo electrónico.',
  },
  nextStep: {
    preparing: (to) => `Lo estamos enviando a ${to}. Puede cerrar esta página.`,
    sent: (to) =>
      `Abra el correo enviado a ${to} para leer y firmar (en inglés). ¿No lo ve? Revise la carpeta de correo no deseado o envíelo de nuevo.`,
    viewed: (to) => `Se envió a ${to} y ya se abrió. Esta página se actualiza cuando se firme.`,
    signed: () => 'Para volver más tarde, obtenga un enlace abajo.',
    declined: () => 'Puede elegir otra oferta o llamarnos.',
    expired: (to) => `Envíelo de nuevo a ${to} cuando esté listo para firmar.`,
    bounced: (to) => `${to} no puede recibir correo. Corrija la dirección y lo enviaremos de nuevo.`,
    cancelled: () => 'La solicitud de firma se canceló. No tiene ninguna obligación.',
    failed: () => 'Algo falló de nuestro lado. No tiene ninguna obligación. Llámenos o inténtelo más tarde.',
  },
  tooLate: 'Su firma llegó después de que venció la tarifa.',
  tooLateNextStep: 'La tarifa venció o el contrato se anuló antes. No tiene ninguna obligación.',
  sendFailed: 'No se pudo enviar el contrato por correo electrónico. No tiene ninguna obligación.',
  signBy: (moment) => `Firme a más tardar el ${moment} para conservar esta tarifa.`,
  resend: 'Enviar de nuevo',
  resendWait: 'El correo puede tardar medio minuto. Después podrá enviarlo de nuevo.',
  changeAddress: 'Cambiar correo',
  addressLabel: 'Correo electrónico',
  addressInvalid: 'Ingrese un correo válido, como nombre@empresa.com.',
  addressMisspelled: 'Esta dirección parece mal escrita. Revísela antes de enviar.',
  sendToAddress: 'Enviar',
  keepAddress: 'Conservar el correo actual',
  sending: 'Enviando…',
  cancel: 'Cancelar el contrato',
  cancelConfirm: '¿Cancelar este contrato? El enlace para firmar dejará de funcionar.',
  cancelConfirmYes: 'Sí, cancelar el contrato',
  cancelling: 'Cancelando…',
  cancelConfirmNo: 'Conservar el contrato',
  tooSoon: 'Lo acabamos de enviar. Puede enviarlo de nuevo en 30 segundos.',
  tooOften: 'Alcanzó el límite de envíos. Llámenos y le ayudaremos.',
  notPending: 'Esto ya no se puede cambiar. Se muestra el estado actual.',
  inProgress: 'Ya se está enviando. Intente de nuevo en unos segundos.',
  unavailable: 'No se pudo completar. Nada cambió. Intente de nuevo en un minuto.',
};
