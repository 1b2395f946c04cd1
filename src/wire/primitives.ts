import * as z from 'zod/mini';

/**
 * Schemas for input that people enter, as the wire API accepts it. The message of every check is a stable code: the
 * BFF returns it in a problem's `errors[].code`, and the widget shows a localized message for it next to the field.
 */

/**
 * At most `max` UTF-16 code units. If the text is longer, later checks are skipped, so that no pattern runs on
 * oversized text.
 */
const maxText = (max: number) => z.maxLength(max, { error: 'too_long', abort: true });

/**
 * One line of text, at most `max` UTF-16 code units. It has a visible character, and no control characters, lone
 * surrogates or characters that change the direction of text. Such characters could change the meaning of a sentence
 * that quotes the text.
 */
export const singleLine = (max: number) =>
  z
    .string('required')
    .check(
      maxText(max),
      z.regex(/[^\s\p{C}\p{DI}]/u, 'required'),
      z.regex(/^[^\p{Cc}\p{Cs}\p{Bidi_C}]*$/u, 'control_characters'),
    );

/** ISO 8601 instant in UTC, as `Date.prototype.toISOString` prints it. */
export const isoDateTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'instant'));

/** A calendar month, `2027-01`. */
export const isoMonth = z.string().check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'month'));

/** A calendar day that exists, `2027-01-31`. */
export const isoDate = z.string('required').check(
  // Skips the next check on failure, because parsing 60,000 characters as a date takes longer than validating a whole
  // request.
  z.regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'day', abort: true }),
  z.refine((text) => new Date(`${text}T00:00Z`).getUTCDate() === Number(text.slice(8)), 'day'),
);

/** US postal code, five digits. */
export const postalCode = z.string('required').check(z.regex(/^\d{5}$/, 'postal_code'));

/** Two-letter US state. */
export const state = z.string('required').check(z.regex(/^[A-Z]{2}$/, 'state'));

/** The street of a service address: one line, no post office box. */
export const street = singleLine(100).check(z.regex(/^(?!\s*(p\.?\s*o\.?|post\s+office)\s*box\b)/i, 'po_box'));

/**
 * Deliberately lenient: one @, a dot after it, no white space, no invisible characters, and none of the characters that
 * RFC 5322 gives a meaning outside of the address. `0<dana@bakery.example>` reaches the mailbox of
 * `dana@bakery.example`, so it would evade the limit of emails to that address. The pattern cannot backtrack. Only a
 * delivered email proves that an address exists. RFC 5321 limits addresses to 254 characters.
 */
export const email = z
  .string('required')
  .check(
    maxText(254),
    z.regex(
      /^[^\s@\p{C}\p{DI}<>()",;:\\[\]]+@[^\s@.\p{C}\p{DI}<>()",;:\\[\]]+(?:\.[^\s@.\p{C}\p{DI}<>()",;:\\[\]]+)+$/u,
      'email',
    ),
  );

/**
 * E.164: `+12145550142`. In the North American Numbering Plan, neither the area code nor the exchange begins with 0 or
 * 1. The BFF also checks the number against the numbering plan of its country.
 */
export const phone = z.string('required').check(z.regex(/^\+(?:1[2-9]\d\d[2-9]\d{6}|[2-9]\d{7,14})$/, 'phone'));

/** Nine digits: an EIN, or a sole proprietor's SSN. Never returned by the API. */
export const taxId = z.string('required').check(z.regex(/^\d{9}$/, 'tax_id'));

/** The ID of a file that the upstream has stored. */
export const uploadId = z.string('required').check(z.regex(/^up_[A-Za-z0-9_-]{22}$/, 'upload_unknown'));

/**
 * Decimal strings. Money, rates and usage cross the wire as strings, so that they are not rounded as floating-point
 * numbers. The BFF calculates with a decimal library. The widget converts to floating-point numbers only for display.
 *
 * @example decimal.parse('0.0786'); money.parse({ amount: '9432.00', currency: 'USD' })
 */
export const decimal = z.string().check(z.regex(/^-?\d{1,12}(\.\d{1,8})?$/, 'decimal'));

/** A positive decimal string, for usage or a rate that a person entered. */
export const positiveDecimal = z.string().check(z.regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,8})?$/, 'positive_decimal'));

/** US dollars, with two decimals unless the field says otherwise. */
export const money = z.object({ amount: decimal, currency: z.literal('USD') });
export type Money = z.infer<typeof money>;

/**
 * Units of energy. Electricity is always in kWh. Gas bills differ: 1 Dth = 10 therm, 1 Mcf = 10 Ccf, 1 Ccf ≈ 1.037
 * therm. The estimate states the factor that it used.
 */
export const energyUnit = z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']);
export type EnergyUnit = z.infer<typeof energyUnit>;

/** A price per unit of energy, in dollars: `{ amount: '0.0786', unit: 'kWh' }`. */
export const rate = z.object({ amount: decimal, unit: energyUnit });
export type Rate = z.infer<typeof rate>;

/** An amount of energy: `{ amount: '120000', unit: 'kWh' }`. */
export const energy = z.strictObject({ amount: positiveDecimal, unit: energyUnit });
export type Energy = z.infer<typeof energy>;
