import * as z from 'zod/mini';

/**
 * Decimal strings: how money, rates and usage cross the wire, so that no float rounds them on the way.
 * Arithmetic happens in the BFF with a decimal library; the widget only formats.
 *
 * @example decimal.parse('0.0786'); money.parse({ amount: '9432.00', currency: 'USD' })
 */
export const decimal = z.string().check(z.regex(/^-?\d{1,12}(\.\d{1,8})?$/, 'decimal'));

/** A positive decimal string: a usage or a rate that a person typed. Zero and negatives are refused. */
export const positiveDecimal = z.string().check(z.regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,8})?$/, 'positive_decimal'));

/** US dollars, to the cent unless the field says otherwise. */
export const money = z.object({ amount: decimal, currency: z.literal('USD') });
export type Money = z.infer<typeof money>;

/**
 * Units of energy. Electricity is always kWh. Gas bills differ: 1 Dth = 10 therm, 1 Mcf = 10 Ccf,
 * 1 Ccf ≈ 1.037 therm (the factor used is stated in the estimate).
 */
export const energyUnit = z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']);
export type EnergyUnit = z.infer<typeof energyUnit>;

/** A price for one unit of energy, in dollars: `{ amount: '0.0786', unit: 'kWh' }`. */
export const rate = z.object({ amount: decimal, unit: energyUnit });
export type Rate = z.infer<typeof rate>;

/** An amount of energy: `{ amount: '120000', unit: 'kWh' }`. */
export const energy = z.strictObject({ amount: positiveDecimal, unit: energyUnit });
export type Energy = z.infer<typeof energy>;
