import type { ResumeLandingMessages, ResumeLinkMessages, SessionEndMessages } from '../en/resume-link.ts';

export const resumeLink: ResumeLinkMessages = {
  heading: 'Guarde este enlace',
  hint: 'Abre este contrato en cualquier dispositivo, una sola vez. No lo comparta: quien lo tenga puede ver el contrato.',
  create: 'Crear un enlace para volver',
  creating: 'Creándolo…',
  label: 'Su enlace',
  expiry: (moment) => `Sirve una sola vez (vence el ${moment}).`,
  copy: 'Copiar el enlace',
  copied: 'Copiado.',
  copyFailed: 'Su navegador no nos deja copiar. El enlace está marcado: cópielo a mano.',
  share: 'Compartir…',
  shareTitle: (reference) => `Contrato ${reference}`,
  failed: 'No se pudo crear un enlace en este momento. Intente de nuevo en un minuto.',
  email: {
    label: 'O recíbalo en este correo electrónico',
    send: 'Enviarme el enlace',
    sending: 'Pidiéndolo…',
    sent: 'Va en camino. Sirve una sola vez, durante siete días.',
    sendFailed: 'No se pudo enviar el correo en este momento. Cree un enlace arriba y guárdelo usted.',
    addressInvalid: 'Una dirección de correo es como name@example.com.',
  },
};

export const resumeLanding: ResumeLandingMessages = {
  opening: 'Abriendo su contrato…',
  used: 'Este enlace ya no funciona.',
  usedHint:
    'Un enlace sirve una sola vez y durante siete días. Su contrato no se ha perdido: abra la página en el dispositivo donde usó el enlace, o donde hizo el contrato, y cree allí uno nuevo.',
  seeRates: 'Ver las tarifas de hoy',
};

export const sessionEnd: SessionEndMessages = {
  signOut: 'Cerrar sesión en todas partes',
  signOutConfirm: '¿Cerrar la sesión en este y en todos los demás dispositivos? El contrato queda como está.',
  signOutYes: 'Sí, cerrar sesión',
  signOutNo: 'Seguir con la sesión',
  signingOut: 'Cerrando la sesión…',
  ended: 'Su sesión terminó por su seguridad.',
  reference: (reference) => `Su contrato ${reference} no se ha perdido.`,
  request: 'Enviarme un enlace nuevo',
  requesting: 'Pidiéndolo…',
  requested: 'Un enlace va en camino al correo de quien firma el contrato. Revise también el correo no deseado.',
  seeRates: 'Ver las tarifas de hoy',
};
