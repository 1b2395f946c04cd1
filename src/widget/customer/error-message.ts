/**
 * Words for what is wrong with a field by its code; a code we do not know gets the general ones. A server's own words are not for customers.
 *
 * @example faultWords(texts.errors, 'required') // 'This is needed.'
 */
export const errorMessage = (errors: Readonly<Record<string, string>>, code: string | undefined): string | undefined =>
  code && (errors[code] ?? errors.other);
