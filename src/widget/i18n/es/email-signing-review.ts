import type { emailSigningReview as english } from '../en/email-signing-review.ts';

export const emailSigningReview: typeof english = {
  notBinding:
    'No se compromete a nada hasta que firme el contrato que llegará a su correo electrónico. El contrato está en inglés.',
  submit: (email) => `Enviar el contrato a ${email}`,
};
