/** The illustration of a bill that shows where to find its numbers. */
export const billIllustration = {
  /** Label of the number on the illustration. */
  caption: (name: string) => name,
  /** Placeholder values on the illustration. */
  name: 'YOUR BUSINESS',
  accountNumber: '0000 000 000',
  meter: 'Meter 00000000',
  accountNumberHint: (name: string) =>
    `The ${name} is on the first page, usually at the top, next to or below your name.`,
  meterNumberHint: 'The meter number is next to the usage details.',
  nameKeyHint: 'The name key is the first four letters of the name in the address.',
};
export type BillIllustrationMessages = typeof billIllustration;
