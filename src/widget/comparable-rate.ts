import type { Offer } from '../wire/offer.ts';
import type { Rate } from '../wire/primitives.ts';

/**
 * Converts a rate to the customer's usage unit, so that the rate can be compared with the current rate. The converted
 * rate is rounded to a hundredth of a cent. The contract states the rate in the unit of `offer.rate`.
 *
 * @param rate the current or a previous rate of the offer
 * @example comparableRate(offer, offer.rate) // { amount: '0.5508', unit: 'therm' } for 0.57114 per Ccf
 */
export function comparableRate({ estimate }: Pick<Offer, 'estimate'>, rate: Rate): Rate {
  const { conversion } = estimate;
  if (conversion?.to !== rate.unit) return rate;
  return { amount: (Number(rate.amount) * Number(conversion.factor)).toFixed(4), unit: conversion.from };
}
