import type { ComponentChildren } from 'preact';
import { DescriptionItem } from '../components/description-item.tsx';
import type { CustomerDetails } from '../flow-reducer.ts';
import type { ReviewDetailsMessages } from '../i18n/en/review-step.ts';
import { FILE_FIELD_PATHS } from './customer-input.ts';
import { formatForDisplay } from './validate-customer.ts';

interface DetailsListProps {
  readonly details: CustomerDetails;
  readonly messages: ReviewDetailsMessages;
  readonly formatDate: (isoDate: string) => string;
  readonly editLabel: string;
  readonly disabled: boolean;
  /** Receives the name of the control to focus in the form. */
  readonly onEdit: (field: string) => void;
}

/**
 * Lists the contract's accounts, people and documents, each with a link to the form. Account numbers are shown in full,
 * because suppliers reject contracts with a wrong number. Only the last four digits of the tax ID are shown.
 */
export function DetailsList(props: DetailsListProps) {
  const { details, messages, formatDate } = props;
  const { customer, signer, contact, accounts, currentSupply, latestBill, taxExemption } = details;
  return (
    <>
      <EditableItem {...props} term={messages.meters} field="/accounts/0/identifier">
        <ul>
          {accounts.map(({ identifier, serviceAddress }) => (
            <li key={identifier}>{messages.meter(identifier, formatAddress(serviceAddress))}</li>
          ))}
        </ul>
      </EditableItem>
      <EditableItem {...props} term={messages.customer} field="/customer/legalName">
        <p>{joinParts(customer.legalName, messages.taxIdEnding(customer.taxId.slice(-4)))}</p>
        {customer.tradeName && <p>{messages.tradingAs(customer.tradeName)}</p>}
      </EditableItem>
      <EditableItem
        {...props}
        term={messages.billTo}
        field={customer.billingAddress ? '/customer/billingAddress/street' : 'billedAtService'}
      >
        {customer.billingAddress ? formatAddress(customer.billingAddress) : messages.billToFirstMeter}
      </EditableItem>
      <EditableItem {...props} term={messages.signer} field="/signer/name">
        {joinParts(signer.name, signer.title, signer.email, formatForDisplay('/signer/phone', signer.phone))}
      </EditableItem>
      {contact && (
        <EditableItem {...props} term={messages.contact} field="/contact/name">
          {joinParts(contact.name, contact.email, formatForDisplay('/contact/phone', contact.phone))}
        </EditableItem>
      )}
      {currentSupply && (
        <EditableItem {...props} term={messages.currentSupplier} field="/currentSupply/supplier">
          {joinParts(
            currentSupply.supplier,
            currentSupply.contractEnd && messages.until(formatDate(currentSupply.contractEnd)),
          )}
        </EditableItem>
      )}
      {(latestBill || taxExemption) && (
        <EditableItem
          {...props}
          term={messages.documents}
          field={FILE_FIELD_PATHS[latestBill ? 'latest_bill' : 'tax_exemption']}
        >
          {joinParts(latestBill && messages.latestBill, taxExemption && messages.exemptionCertificate)}
        </EditableItem>
      )}
    </>
  );
}

interface EditableItemProps extends Pick<DetailsListProps, 'editLabel' | 'disabled' | 'onEdit'> {
  readonly term: string;
  readonly field: string;
  readonly children: ComponentChildren;
}

const EditableItem = ({ term, field, editLabel, disabled, onEdit, children }: EditableItemProps) => (
  <DescriptionItem term={term}>
    <div>{children}</div>
    <EditLink label={editLabel} item={term} disabled={disabled} onClick={() => onEdit(field)} />
  </DescriptionItem>
);

interface EditLinkProps {
  readonly label: string;
  /** The item that the link edits, for screen readers. */
  readonly item: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/** A link from the review to the field or step where the customer can change an item. */
export const EditLink = ({ label, item, disabled, onClick }: EditLinkProps) => (
  <button type="button" class="button-link" aria-label={`${label}: ${item}`} disabled={disabled} onClick={onClick}>
    {label}
  </button>
);

const joinParts = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');
const formatAddress = ({
  street,
  unit,
  city,
  state,
  postalCode,
}: CustomerDetails['accounts'][number]['serviceAddress']): string =>
  joinParts(street, unit, city, `${state} ${postalCode}`);
