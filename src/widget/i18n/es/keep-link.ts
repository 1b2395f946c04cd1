import type { KeepLinkTexts, ResumedTexts } from '../en/keep-link.ts';

export const keepLink: KeepLinkTexts = {
  heading: 'Guarde este enlace',
  hint: 'Abre este contrato en cualquier dispositivo, una sola vez. No lo comparta: quien lo tenga puede ver el contrato.',
  make: 'Crear un enlace para volver',
  making: 'Creándolo…',
  label: 'Su enlace',
  until: (moment) => `Sirve una sola vez (vence el ${moment}).`,
  copy: 'Copiar el enlace',
  copied: 'Copiado.',
  notCopied: 'Su navegador no nos deja copiar. El enlace está marcado: cópielo a mano.',
  share: 'Compartir…',
  shareTitle: (reference) => `Contrato ${reference}`,
  failed: 'No se pudo crear un enlace en este momento. Intente de nuevo en un minuto.',
  mail: {
    label: 'O recíbalo en este correo electrónico',
    send: 'Enviarme el enlace',
    sending: 'Pidiéndolo…',
    sent: 'Va en camino. Sirve una sola vez, durante siete días.',
    notSent: 'No se pudo enviar el correo en este momento. Cree un enlace arriba y guárdelo usted.',
    noAddress: 'Una dirección de correo es como name@example.com.',
  },
};

export const resumed: ResumedTexts = {
  opening: 'Abriendo su contrato…',
  spent: 'Este enlace ya no funciona.',
  spentHint:
    'Un enlace sirve una sola vez y durante siete días. Su contrato no se ha perdido: abra la página en el dispositivo donde usó el enlace, o donde hizo el contrato, y cree allí uno nuevo.',
  seeRates: 'Ver las tarifas de hoy',
};
