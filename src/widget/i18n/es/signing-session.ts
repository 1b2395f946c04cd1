import type { SigningSessionMessages } from '../en/signing-session.ts';

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
  confirmingLead: 'Si ya firmó, esto puede tardar un momento.',
  notSigned: '¿Todavía no ha firmado? Abra el contrato de nuevo para firmarlo.',
  delayed: (reference) =>
    `Está tardando más de lo normal. Si firmó, DocuSign le enviará una copia cuando todos hayan firmado. Su número de contrato es ${reference}. Use el enlace de abajo para volver.`,

  othersHeading: 'Usted ya firmó. Faltan otras firmas.',
  others: (count) =>
    `${count === 1 ? 'Falta 1 firma.' : `Faltan ${count} firmas.`} Les enviamos un correo. Esta página se actualiza automáticamente. El contrato no es definitivo hasta que todos firmen.`,
};
