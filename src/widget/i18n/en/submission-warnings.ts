/** Likely reasons for a rejection, and how to prevent it. */
export const submissionWarnings = {
  heading: 'Check these before you sign',
  intro: 'Suppliers often return contracts because of these. If everything is correct, continue.',
  noWarnings: 'We looked for what suppliers often refuse, and found nothing.',
  meter: (number: number) => `Meter ${number}: `,
  change: 'Change',
  /** The most frequent warning. The others load with the optional sections. */
  warnings: {
    bill_missing: 'There is no copy of your latest bill. Some suppliers ask for it, and wait until they have it.',
  },
};
export type SubmissionWarningMessages = typeof submissionWarnings;
