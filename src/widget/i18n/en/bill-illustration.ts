/** The illustration of a bill that shows where to find its numbers. */
export const billIllustration = {
  /** Label of the number on the illustration. */
  caption: (name: string) => name,
  /** Placeholder values on the illustration. */
  name: 'YOUR BUSINESS',
  meter: 'Meter 00000000',
  accountNumberHint: (name: string) => `Look for “${name}” near your service address, usually on page 1.`,
  meterNumberHint: 'The meter number is in the usage section.',
  nameKeyHint: 'Your name key is the first four letters of the account name.',
};
export type BillIllustrationMessages = typeof billIllustration;
