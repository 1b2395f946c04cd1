import { Pair } from '../controls/pair.tsx';
import type { Details } from '../flow.ts';
import type { DetailsTexts } from '../i18n/en/details.ts';

interface DetailsPairsProps {
  readonly details: Details;
  readonly texts: DetailsTexts;
  /** A day in words. */
  readonly day: (day: string) => string;
}

/** Meters, people and papers as they go into the contract. Of a tax id and of account numbers, the last four. */
export function DetailsPairs({ details, texts, day }: DetailsPairsProps) {
  const { customer, signer, contact, accounts, currentSupply, latestBill, taxExemption } = details;
  return (
    <>
      <Pair name={texts.meters}>
        <ul>
          {accounts.map(({ identifier, serviceAddress }) => (
            <li key={identifier}>{texts.meter(identifier.slice(-4), addressLine(serviceAddress))}</li>
          ))}
        </ul>
      </Pair>
      <Pair name={texts.customer}>
        <p>{inOneLine(customer.legalName, texts.taxIdEnding(customer.taxId.slice(-4)))}</p>
        {customer.tradeName && <p>{texts.tradingAs(customer.tradeName)}</p>}
      </Pair>
      <Pair name={texts.bills}>
        {customer.billingAddress
          ? `${addressLine(customer.billingAddress)} ${customer.billingAddress.postalCode}`
          : texts.billsToFirst}
      </Pair>
      <Pair name={texts.signer}>{inOneLine(signer.name, signer.title, signer.email)}</Pair>
      {contact && <Pair name={texts.contact}>{inOneLine(contact.name, contact.email)}</Pair>}
      {currentSupply && (
        <Pair name={texts.now}>
          {inOneLine(currentSupply.supplier, currentSupply.contractEnd && texts.until(day(currentSupply.contractEnd)))}
        </Pair>
      )}
      <Pair name={texts.papers}>
        {inOneLine(latestBill && texts.bill, taxExemption && texts.certificate) || texts.noPapers}
      </Pair>
    </>
  );
}

const inOneLine = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');
const addressLine = ({ street, unit, city, state }: Details['accounts'][number]['serviceAddress']): string =>
  inOneLine(street, unit, city, state);
