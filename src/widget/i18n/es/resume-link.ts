import type { ResumeLandingMessages, ResumeLinkMessages } from '../en/resume-link.ts';

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
