/** Where numbers stand on a bill, beside a drawing of one. */
export const billHint = {
  /** What the number is called beside it on the drawn bill. */
  caption: (name: string) => name,
  /** On the drawn bill: an invented name, a number of no one, a meter of no one. */
  name: 'YOUR BUSINESS',
  number: '0000 000 000',
  meter: 'Meter 00000000',
  top: (name: string) => `The ${name} stands on the first page, mostly at the top, beside or under your name.`,
  table: 'The meter number stands where the usage is worked out.',
  letters: 'The name key is the first four letters of the name in the address.',
};
export type BillHintTexts = typeof billHint;
