import type { SubmissionWarningMessages } from '../en/submission-warnings.ts';

export const submissionWarnings: SubmissionWarningMessages = {
  heading: 'Revise esto antes de firmar',
  intro: 'Los proveedores suelen devolver contratos por estos motivos. Si sus datos son correctos, continúe.',
  noWarnings: 'Buscamos lo que los proveedores suelen rechazar y no encontramos nada.',
  meter: (number) => `Medidor ${number}: `,
  change: 'Cambiar',
  warnings: {
    bill_missing:
      'Falta una copia de su última factura. Algunos proveedores la piden, y no avanzan hasta que la reciben.',
  },
};
