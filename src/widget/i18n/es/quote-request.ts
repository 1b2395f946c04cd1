import type { QuoteRequestMessages } from '../en/quote-request.ts';

export const quoteRequest: QuoteRequestMessages = {
  heading: 'Solicitar una cotización',
  hint: 'Díganos cómo comunicarnos con usted. Buscaremos un proveedor en su código postal y le responderemos.',
  fields: { name: 'Nombre completo', email: 'Correo electrónico', phone: 'Teléfono' },
  errors: {
    name: 'Ingrese su nombre.',
    email: 'Ingrese un correo electrónico, por ejemplo nombre@empresa.com.',
    phone: 'Ingrese un teléfono de EE. UU. con código de área, por ejemplo (214) 555-0142.',
  },
  send: 'Solicitar una cotización',
  sending: 'Enviando…',
  sent: 'Gracias. Recibimos su solicitud y nos comunicaremos con usted.',
  notSent: 'No pudimos enviar su solicitud. Intente de nuevo en unos minutos.',
};
