import type { Contract } from '../contracting/contract.ts';

const earlyTerminations = {
  none: () => 'No fee',
  flat: (amount: string) => `$${amount} once`,
  per_month_left: (amount: string) => `$${amount} for each month left`,
} as const;

/** The terms a signer should see without opening anything, in words; the document and the page say the same. */
export function contractTerms({
  price,
  input,
}: Contract): readonly { readonly name: string; readonly value: string }[] {
  const { rate, earlyTermination, swingPercent } = price;
  return [
    { name: 'Rate', value: `$${rate.amount} per ${rate.unit}` },
    { name: 'Term', value: `${price.termMonths} months from ${price.startMonth}` },
    { name: 'Supplier', value: price.supplier.name },
    { name: 'Product', value: price.product.name },
    { name: 'Utility', value: price.zone ? `${price.utility}, zone ${price.zone}` : price.utility },
    { name: 'Yearly use', value: `${input.annualUsage} ${input.usageUnit}` },
    { name: 'Monthly fee', value: `$${price.monthlyFee}` },
    { name: 'Broker fee, in the rate', value: `${price.brokerFeeMils} mils ($0.001 per ${rate.unit} each)` },
    { name: 'Use may vary by', value: swingPercent === null ? 'any amount' : `${swingPercent}%` },
    { name: 'Leaving early', value: earlyTerminations[earlyTermination.kind](earlyTermination.amount) },
    { name: 'Accounts', value: String(input.accounts.length) },
  ];
}
