/** Where numbers stand on a bill, beside a drawing of one. */
export const billIllustration = {
  /** What the number is called beside it on the drawn bill. */
  caption: (name: string) => name,
  /** On the drawn bill: an invented name, a number of no one, a meter of no one. */
  name: 'YOUR BUSINESS',
  accountNumber: '0000 000 000',
  meter: 'Meter 00000000',
  accountNumberHint: (name: string) =>
    `The ${name} stands on the first page, mostly at the top, beside or under your name.`,
  meterNumberHint: 'The meter number stands where the usage is worked out.',
  nameKeyHint: 'The name key is the first four letters of the name in the address.',
};
export type BillIllustrationMessages = typeof billIllustration;
