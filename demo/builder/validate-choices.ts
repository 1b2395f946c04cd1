import { createSession } from '../../src/wire/session.ts';
import type { Choices } from './snippet.ts';

export type ChoiceErrors = Readonly<Partial<Record<keyof Choices, string>>>;

const patterns = {
  accent: [/^#[0-9a-f]{6}$/i, 'Enter # and six hex digits, such as #0b6e4f.'],
  postalCode: [/^\d{5}$/, 'Enter a 5-digit ZIP code, such as 75201.'],
  phone: [/^(\+?1[ .-]?)?(\(\d{3}\)|\d{3})[ .-]?\d{3}[ .-]?\d{4}$/, 'Enter a US phone number, such as (214) 555-0142.'],
  events: [/^[A-Za-z_$][\w$]*$/, 'Enter the name of a global variable, such as dataLayer.'],
} as const;

/** Returns a message for each field with an invalid value. An empty optional field is valid. */
export function validateChoices(choices: Choices): ChoiceErrors {
  const errors: Partial<Record<keyof Choices, string>> = {};
  if (!choices.site) errors.site = 'Enter your publishable key.';
  else if (!createSession.body.shape.siteKey.safeParse(choices.site).success)
    errors.site = 'Enter a key that starts with pk_test_ or pk_live_, without spaces.';
  for (const name of ['accent', 'postalCode', 'phone', 'events'] as const) {
    const [pattern, message] = patterns[name];
    if (choices[name] && !pattern.test(choices[name])) errors[name] = message;
  }
  return errors;
}

/** Replaces each invalid value with an empty string, so that no invalid value gets into a snippet. */
export function withoutInvalid(choices: Choices, errors: ChoiceErrors): Choices {
  const cleared = Object.keys(errors).map((name) => [name, '']);
  return { ...choices, ...Object.fromEntries(cleared) };
}
