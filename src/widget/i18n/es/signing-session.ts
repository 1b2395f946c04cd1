import type { SigningSessionMessages } from '../en/signing-session.ts';

export const signingSession: SigningSessionMessages = {
  opens: {
    focused: 'La firma se abre aquí, en esta página. Primero verá el contrato completo, que está en inglés.',
    popup: 'La firma se abre en su propia ventana. Ahí verá primero el contrato completo, que está en inglés.',
    redirect:
      'La firma se abre en esta pestaña y después usted vuelve aquí. Ahí verá primero el contrato completo, que está en inglés.',
  },
  inProgress: 'Ahí verá el contrato completo, en inglés, antes de firmarlo.',
  viewed: 'Todavía no tenemos su firma. Ábrala de nuevo cuando quiera.',
  reopen: {
    postponed: 'Dejó la firma para después. Su contrato sigue pendiente: ábralo de nuevo cuando quiera.',
    timed_out:
      'La página de firma se cerró, como siempre después de 20 minutos sin actividad. No se perdió nada: ábrala de nuevo.',
    interrupted: 'La firma se interrumpió antes de terminar. No se perdió nada: ábrala de nuevo.',
    window_closed:
      'Todavía no tenemos su firma, y parece que la ventana de firma está cerrada. Ábrala de nuevo cuando quiera. Si todavía está firmando ahí, continúe: esta página se actualiza sola.',
    blocked: 'Su navegador bloqueó la ventana de firma. Firme en esta pestaña; después volverá aquí.',
    iframe_failed: 'La firma no se puede mostrar dentro de esta página. Funciona en una ventana aparte.',
    failed: 'No se pudo abrir la firma. No se perdió nada.',
  },
  open: 'Abrir la firma',
  openAgain: 'Abrir la firma de nuevo',
  openWindow: 'Abrir la firma en una ventana',
  openInTab: 'Firmar en esta pestaña',
  opening: 'Abriendo…',
  waiting: 'Su contrato aparecerá aquí en un momento.',
  otherWindow: 'Termine de firmar en la otra ventana. Esta página se actualiza sola.',
  errors: {
    unavailable:
      'No se puede abrir la firma en este momento: el sistema del proveedor no responde. No se perdió nada. Intente de nuevo en unos minutos.',
  },

  iframeHeading: 'Lea y firme su contrato (en inglés)',
  iframeLoading: 'Abriendo la página de firma…',
  postpone: 'Terminar después',
  postponeConfirm: '¿Dejar la firma para después? Su contrato queda pendiente, y nada se compra hasta que firme.',
  postponeConfirmYes: 'Sí, terminar después',
  postponeConfirmNo: 'Seguir firmando',

  confirming: 'Verificando su firma…',
  confirmingLead:
    'Estamos preguntando al sistema del proveedor si ya llegó. Tarda un momento; usted no tiene que hacer nada.',
  notSigned: '¿Todavía no ha firmado? Abra la firma de nuevo: es el mismo contrato.',
  delayed: (reference) =>
    `Está tardando más de lo normal. Si firmó, DocuSign le enviará una copia en cuanto todos hayan firmado, y su contrato queda guardado aquí como ${reference}. Puede cerrar esta página: guarde el enlace de abajo para volver.`,

  othersHeading: 'Usted ya firmó. Faltan otras firmas.',
  others: (count) =>
    `${count === 1 ? 'Falta que firme una persona más. Recibió su propio correo.' : `Falta que firmen ${count} personas más. Recibieron su propio correo.`} Esta página se actualiza sola; nada se compra hasta que todos hayan firmado.`,
};
