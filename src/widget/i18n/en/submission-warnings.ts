import type { WarningCode } from '../../customer/submission-warnings.ts';

/** What is said of what tends to get a contract rejected: what we saw, and what helps. */
export const submissionWarnings = {
  heading: 'Check these before you sign',
  intro: 'Suppliers often send contracts back for them. If yours are right as they are, go on.',
  noWarnings: 'We looked for what suppliers often refuse, and found nothing.',
  meter: (number: number) => `Meter ${number}: `,
  change: 'Change',
  /** Of what most are told; see `seldom` for the rest. */
  warnings: {
    bill_missing: 'There is no copy of your latest bill. Some suppliers ask for it, and wait until they have it.',
  } satisfies Partial<Record<WarningCode, string>>,
};
export type SubmissionWarningMessages = typeof submissionWarnings;
