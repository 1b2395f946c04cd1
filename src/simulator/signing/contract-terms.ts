import type { Contract } from '../contracting/contract.ts';

const earlyTerminations = {
  none: () => 'None',
  flat: (amount: string) => `$${amount}, one time`,
  per_month_left: (amount: string) => `$${amount} per month remaining`,
} as const;

const month = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 });
/** `LZ_NORTH` → `north`. Single letters are unchanged. */
const zoneName = (code: string): string => (code.length > 1 ? code.replace(/^LZ_/, '').toLowerCase() : code);

/** The contract's terms as text, shared by the document and the ceremony page. */
export function contractTerms({
  price,
  input,
}: Contract): readonly { readonly name: string; readonly value: string }[] {
  const { rate, earlyTermination, swingPercent } = price;
  return [
    { name: 'Rate', value: `$${rate.amount} per ${rate.unit}` },
    { name: 'Term', value: `${price.termMonths} months, starting ${month.format(new Date(`${price.startMonth}-01`))}` },
    { name: 'Supplier', value: price.supplier.name },
    { name: 'Product', value: price.product.name },
    { name: 'Utility', value: price.zone ? `${price.utility}, zone ${zoneName(price.zone)}` : price.utility },
    { name: 'Annual usage', value: `${number.format(Number(input.annualUsage))} ${input.usageUnit}` },
    { name: 'Monthly fee', value: `$${price.monthlyFee}` },
    {
      name: 'Broker fee (included in rate)',
      value: `$${(Number(price.brokerFeeMils) / 1000).toFixed(4)} per ${rate.unit} (${price.brokerFeeMils} mils)`,
    },
    { name: 'Usage bandwidth', value: swingPercent === null ? 'Unlimited' : `±${swingPercent}%` },
    { name: 'Early termination fee', value: earlyTerminations[earlyTermination.kind](earlyTermination.amount) },
    { name: 'Accounts', value: String(input.accounts.length) },
  ];
}
