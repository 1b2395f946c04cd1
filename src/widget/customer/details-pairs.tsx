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
  const supply = [currentSupply?.supplier, currentSupply?.contractEnd && texts.until(day(currentSupply.contractEnd))];
  const papers = [latestBill && texts.bill, taxExemption && texts.certificate];
  return (
    <>
      <Pair name={texts.meters}>
        <ul>
          {accounts.map(({ identifier, serviceAddress }) => (
            <li key={identifier}>{texts.meter(identifier.slice(-4), inOneLine(serviceAddress))}</li>
          ))}
        </ul>
      </Pair>
      <Pair name={texts.customer}>
        <p>
          {customer.legalName}, {texts.taxIdEnding(customer.taxId.slice(-4))}
        </p>
        {customer.tradeName && <p>{texts.tradingAs(customer.tradeName)}</p>}
      </Pair>
      <Pair name={texts.bills}>
        {customer.billingAddress
          ? `${inOneLine(customer.billingAddress)} ${customer.billingAddress.postalCode}`
          : texts.billsToFirst}
      </Pair>
      <Pair name={texts.signer}>
        {signer.name}, {signer.title}, {signer.email}
      </Pair>
      {contact && (
        <Pair name={texts.contact}>
          {contact.name}, {contact.email}
        </Pair>
      )}
      {currentSupply && <Pair name={texts.now}>{supply.filter(Boolean).join(', ')}</Pair>}
      <Pair name={texts.papers}>{papers.filter(Boolean).join(', ') || texts.noPapers}</Pair>
    </>
  );
}

const inOneLine = ({ street, unit, city, state }: Details['accounts'][number]['serviceAddress']): string =>
  [street, unit, city, state].filter(Boolean).join(', ');
