import type { SubmissionWarningMessages } from '../en/submission-warnings.ts';

export const submissionWarnings: SubmissionWarningMessages = {
  heading: 'Revise antes de firmar',
  intro: 'Los proveedores suelen devolver contratos por estos motivos. Si sus datos son correctos, continúe.',
  meter: (number) => `Cuenta ${number}: `,
  change: 'Editar',
  warnings: {
    bill_missing: 'No se ha subido una factura reciente. Algunos proveedores la exigen antes de procesar el contrato.',
  },
};
