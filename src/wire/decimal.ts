import * as z from 'zod/mini';

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
 * therm (the estimate states the factor it used).
 */
export const energyUnit = z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']);
export type EnergyUnit = z.infer<typeof energyUnit>;

/** A price per unit of energy, in dollars: `{ amount: '0.0786', unit: 'kWh' }`. */
export const rate = z.object({ amount: decimal, unit: energyUnit });
export type Rate = z.infer<typeof rate>;

/** An amount of energy: `{ amount: '120000', unit: 'kWh' }`. */
export const energy = z.strictObject({ amount: positiveDecimal, unit: energyUnit });
export type Energy = z.infer<typeof energy>;
