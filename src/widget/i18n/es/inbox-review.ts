import type { inboxReview as english } from '../en/inbox-review.ts';

export const inboxReview: typeof english = {
  nothingYet:
    'No se compromete a nada hasta que firme el contrato que llegará a su correo electrónico. El contrato está en inglés.',
  submit: (email) => `Enviar el contrato a ${email}`,
};
