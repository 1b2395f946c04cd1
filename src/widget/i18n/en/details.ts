/** The customer's side of the contract, as the review lists it. */
export const details = {
  meters: 'Meters',
  meter: (last4: string, address: string) => `Ending in ${last4}, ${address}`,
  customer: 'Customer',
  taxIdEnding: (last4: string) => `tax ID ending in ${last4}`,
  tradingAs: (name: string) => `Trading as ${name}`,
  bills: 'Bills go to',
  billsToFirst: 'The first meter’s address',
  signer: 'Signer',
  contact: 'Contact',
  now: 'Supplier now',
  until: (day: string) => `until ${day}`,
  papers: 'Papers',
  bill: 'Latest bill',
  certificate: 'Tax exemption certificate',
  noPapers: 'None',
};
export type DetailsTexts = typeof details;
