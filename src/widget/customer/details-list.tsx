import { DescriptionItem } from '../components/description-item.tsx';
import type { CustomerDetails } from '../flow-reducer.ts';
import type { ReviewDetailsMessages } from '../i18n/en/review-details.ts';
import { formatForDisplay } from './to-request.ts';

interface DetailsListProps {
  readonly details: CustomerDetails;
  readonly messages: ReviewDetailsMessages;
  readonly formatDate: (isoDate: string) => string;
}

/** The contract's accounts, people and documents. Shows only the last four digits of account numbers and tax IDs. */
export function DetailsList({ details, messages, formatDate }: DetailsListProps) {
  const { customer, signer, contact, accounts, currentSupply, latestBill, taxExemption } = details;
  return (
    <>
      <DescriptionItem term={messages.meters}>
        <ul>
          {accounts.map(({ identifier, serviceAddress }) => (
            <li key={identifier}>{messages.meter(identifier.slice(-4), formatAddress(serviceAddress))}</li>
          ))}
        </ul>
      </DescriptionItem>
      <DescriptionItem term={messages.customer}>
        <p>{joinParts(customer.legalName, messages.taxIdEnding(customer.taxId.slice(-4)))}</p>
        {customer.tradeName && <p>{messages.tradingAs(customer.tradeName)}</p>}
      </DescriptionItem>
      <DescriptionItem term={messages.billTo}>
        {customer.billingAddress
          ? `${formatAddress(customer.billingAddress)} ${customer.billingAddress.postalCode}`
          : messages.billToFirstMeter}
      </DescriptionItem>
      <DescriptionItem term={messages.signer}>
        {joinParts(signer.name, signer.title, signer.email, formatForDisplay('/signer/phone', signer.phone))}
      </DescriptionItem>
      {contact && (
        <DescriptionItem term={messages.contact}>
          {joinParts(contact.name, contact.email, formatForDisplay('/contact/phone', contact.phone))}
        </DescriptionItem>
      )}
      {currentSupply && (
        <DescriptionItem term={messages.currentSupplier}>
          {joinParts(
            currentSupply.supplier,
            currentSupply.contractEnd && messages.until(formatDate(currentSupply.contractEnd)),
          )}
        </DescriptionItem>
      )}
      {(latestBill || taxExemption) && (
        <DescriptionItem term={messages.documents}>
          {joinParts(latestBill && messages.latestBill, taxExemption && messages.exemptionCertificate)}
        </DescriptionItem>
      )}
    </>
  );
}

const joinParts = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');
const formatAddress = ({ street, unit, city, state }: CustomerDetails['accounts'][number]['serviceAddress']): string =>
  joinParts(street, unit, city, state);
