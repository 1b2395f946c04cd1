import type { ResumeLandingMessages, ResumeLinkMessages, SessionEndMessages } from '../en/resume-link.ts';

export const resumeLink: ResumeLinkMessages = {
  heading: 'Volver a este contrato más tarde',
  hint: 'Abre este contrato en otro dispositivo, una sola vez. Cualquiera que tenga el enlace puede ver el contrato.',
  create: 'Obtener un enlace privado',
  creating: 'Creando el enlace…',
  label: 'Su enlace',
  expiry: (moment) => `Sirve una sola vez (vence el ${moment}).`,
  copy: 'Copiar el enlace',
  copied: 'Copiado.',
  copyFailed: 'No se pudo copiar automáticamente. Seleccione el enlace y cópielo.',
  share: 'Compartir…',
  shareTitle: (reference) => `Contrato ${reference}`,
  failed: 'No pudimos crear el enlace. Intente de nuevo en un minuto.',
  email: {
    label: 'O envíelo por correo a',
    send: 'Enviar el enlace',
    sending: 'Enviando…',
    sent: 'Enviado. El enlace sirve una sola vez y vence en 7 días.',
    sendFailed: 'No pudimos enviar el correo. Obtenga un enlace privado arriba.',
    addressInvalid: 'Ingrese un correo válido, como nombre@empresa.com.',
  },
};

export const resumeLanding: ResumeLandingMessages = {
  opening: 'Abriendo su contrato…',
  used: 'Este enlace venció o ya se usó.',
  usedHint:
    'Abra su contrato en el dispositivo donde lo usó por última vez, o llámenos para pedir un enlace nuevo. Los enlaces sirven una sola vez y vencen en 7 días.',
  seeRates: 'Ver tarifas actuales',
};

export const sessionEnd: SessionEndMessages = {
  signOut: 'Cerrar sesión en todas partes',
  signOutConfirm: '¿Cerrar la sesión en este y en todos los demás dispositivos? El contrato queda como está.',
  signOutYes: 'Sí, cerrar sesión',
  signOutNo: 'Seguir con la sesión',
  signingOut: 'Cerrando la sesión…',
  ended: 'Su sesión terminó por su seguridad.',
  reference: (reference) => `Su contrato n.º ${reference} está guardado.`,
  request: 'Enviarme un enlace nuevo',
  requesting: 'Enviando…',
  requested:
    'Enviaremos un enlace al correo del firmante autorizado del contrato. Revise también el correo no deseado.',
  seeRates: 'Ver tarifas actuales',
};
