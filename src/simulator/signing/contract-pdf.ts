import type { Contract } from '../contracting/contract.ts';
import { contractTerms } from './contract-terms.ts';
import { createPdfWriter } from './pdf-writer.ts';

type Address = Contract['input']['accounts'][number]['serviceAddress'];

const AGREEMENT_TEXT =
  'The customer buys all energy for the accounts below from the supplier, at the rate and for the term above. ' +
  'The utility goes on delivering it and answers for outages. Taxes and the utility’s delivery charges are not in the rate.';

/** The contract document: parties, terms, accounts, and the signature once there is one. The tax id stays out of it. */
export async function contractPdf(contract: Contract): Promise<Uint8Array<ArrayBuffer>> {
  const { price, input, envelope, signers } = contract;
  const writer = await createPdfWriter(`Supply contract ${contract.id}`, contract.createdAt);

  writer.title(`${price.commodity === 'gas' ? 'Natural gas' : 'Electricity'} supply contract`);
  writer.paragraph(`Contract ${contract.id} · reference ${input.partnerReference}`);

  writer.heading('Parties');
  writer.entry('Supplier', `${price.supplier.name} (${price.supplier.licences.join(', ')})`);
  writer.entry('Customer', `${input.customer.legalName} (${input.customer.entityType.replaceAll('_', ' ')})`);
  if (input.customer.tradeName) writer.entry('Doing business as', input.customer.tradeName);
  if (input.customer.billingAddress) writer.entry('Bills go to', formatAddress(input.customer.billingAddress));
  writer.entry('Authorized signer', `${input.signer.name}, ${input.signer.title}`);
  writer.entry('Reached at', `${input.signer.email}, ${input.signer.phone}`);
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
      : `Not signed yet. Envelope ${envelope.id}.`,
  );
  for (const { order, status } of signers.slice(1)) writer.entry(`Signer ${order}`, status);
  return writer.finish('SPECIMEN, not a contract: every supplier named here is invented');
}

const formatAddress = ({ street, unit, city, state, postalCode }: Address): string =>
  `${[street, unit, city].filter(Boolean).join(', ')}, ${state} ${postalCode}`;
