/** The customer's details in the review. */
export const reviewDetails = {
  meters: 'Meters',
  meter: (last4: string, address: string) => `Ending in ${last4}, ${address}`,
  customer: 'Customer',
  taxIdEnding: (last4: string) => `tax ID ending in ${last4}`,
  tradingAs: (name: string) => `Trading as ${name}`,
  billTo: 'Bills go to',
  billToFirstMeter: 'The first meter’s address',
  signer: 'Signer',
  contact: 'Contact',
  currentSupplier: 'Supplier now',
  until: (day: string) => `until ${day}`,
  documents: 'Papers',
  latestBill: 'Latest bill',
  exemptionCertificate: 'Tax exemption certificate',
  noDocuments: 'None',
};
export type ReviewDetailsMessages = typeof reviewDetails;
