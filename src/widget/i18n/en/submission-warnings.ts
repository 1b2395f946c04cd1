/** Likely reasons for a rejection, and how to prevent it. */
export const submissionWarnings = {
  heading: 'Check before you sign',
  intro: 'These often cause rejections. If everything is correct, continue.',
  meter: (number: number) => `Account ${number}: `,
  change: 'Edit',
  /** The most frequent warning. The others load with the optional sections. */
  warnings: {
    bill_missing: 'No recent bill uploaded. Some suppliers require one before they process your contract.',
  },
};
export type SubmissionWarningMessages = typeof submissionWarnings;
