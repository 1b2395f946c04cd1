/** The customer's details in the review. */
export const reviewDetails = {
  meters: 'Accounts',
  meter: (number: string, address: string) => `${number}: ${address}`,
  customer: 'Business',
  taxIdEnding: (last4: string) => `tax ID ending in ${last4}`,
  tradingAs: (name: string) => `DBA ${name}`,
  billTo: 'Billing address',
  billToFirstMeter: 'Same as service address',
  signer: 'Authorized signer',
  contact: 'Main contact',
  currentSupplier: 'Current supplier',
  until: (day: string) => `until ${day}`,
  documents: 'Documents',
  latestBill: 'Recent utility bill',
  exemptionCertificate: 'Tax exemption certificate',
};
export type ReviewDetailsMessages = typeof reviewDetails;
