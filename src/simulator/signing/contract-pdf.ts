import { createPdfWriter } from '../../pdf/pdf-writer.ts';
import type { Contract } from '../contracting/contract.ts';
import { contractTerms } from './contract-terms.ts';

type Address = Contract['input']['accounts'][number]['serviceAddress'];

const AGREEMENT_TEXT =
  'The supplier sells and the customer buys all energy used at the accounts below, at the rate and for the term above. ' +
  'The utility continues to deliver the energy and respond to outages. The rate excludes taxes and the utility’s delivery charges.';

/**
 * The contract document: parties, terms, accounts, and the signature once there is one. It does not contain the tax
 * ID.
 */
export async function contractPdf(contract: Contract): Promise<Uint8Array<ArrayBuffer>> {
  const { price, input, envelope, signers } = contract;
  const writer = await createPdfWriter({
    title: `Supply contract ${contract.id}`,
    language: 'en-US',
    createdAt: contract.createdAt,
  });

  writer.title(`${price.commodity === 'gas' ? 'Natural gas' : 'Electricity'} supply contract`);
  writer.paragraph(`Contract ${contract.id} · reference ${input.partnerReference}`);

  writer.heading('Parties');
  writer.entry('Supplier', `${price.supplier.name} (${price.supplier.licences.join(', ')})`);
  writer.entry('Customer', `${input.customer.legalName} (${input.customer.entityType.replaceAll('_', ' ')})`);
  if (input.customer.tradeName) writer.entry('DBA', input.customer.tradeName);
  if (input.customer.billingAddress) writer.entry('Billing address', formatAddress(input.customer.billingAddress));
  writer.entry('Authorized signer', `${input.signer.name}, ${input.signer.title}`);
  writer.entry('Signer contact', `${input.signer.email}, ${input.signer.phone}`);
  if (input.contact) writer.entry('Contact', `${input.contact.name}, ${input.contact.email}, ${input.contact.phone}`);

  writer.heading('Terms');
  for (const { name, value } of contractTerms(contract)) writer.entry(name, value);
  writer.paragraph(AGREEMENT_TEXT);

  writer.heading('Accounts');
  for (const { identifier, serviceAddress } of input.accounts) {
    writer.entry(identifier, formatAddress(serviceAddress));
  }

  writer.heading('Signature');
  writer.paragraph(
    envelope.signature
      ? `Signed by ${envelope.signature.name} on ${envelope.signature.signedAt.toISOString()}. ${envelope.signature.agreementId ? `Agreement ${envelope.signature.agreementId}` : `Envelope ${envelope.id}`}.`
      : `Not signed. Envelope ${envelope.id}.`,
  );
  for (const { order, status } of signers.slice(1)) writer.entry(`Signer ${order}`, status);
  return writer.finish(
    (page, pageCount) => `SPECIMEN, not a contract. All suppliers are fictitious. · page ${page} of ${pageCount}`,
  );
}

const formatAddress = ({ street, unit, city, state, postalCode }: Address): string =>
  `${[street, unit, city].filter(Boolean).join(', ')}, ${state} ${postalCode}`;
