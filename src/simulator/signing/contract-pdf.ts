import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createPdfWriter } from '../../pdf/pdf-writer.ts';
import type { Contract } from '../contracting/contract.ts';

type Address = Contract['input']['accounts'][number]['serviceAddress'];

const AGREEMENT_TEXT =
  'The supplier sells and the customer buys all energy used at the accounts below, at the rate and for the term above. ' +
  'The utility continues to deliver the energy and respond to outages. The rate excludes taxes and the utility’s delivery charges.';

/**
 * Creates the contract document: parties, terms, accounts, and the signature if the contract is signed. The document
 * does not contain the tax ID.
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

export interface DocumentLinks {
  /** Creates a URL for a contract's PDF that is valid for ten minutes. */
  createUrl(contractId: string): string;
  verify(contractId: string, query: URLSearchParams): boolean;
}

const TTL_MS = 10 * 60_000;

/** Creates and verifies signed, short-lived document URLs, which do not have to be stored. */
export function createDocumentLinks(origin: string, now: () => Date): DocumentLinks {
  const key = randomBytes(32);
  const sign = (contractId: string, expires: string) =>
    createHmac('sha256', key).update(`${contractId} ${expires}`).digest();

  return {
    createUrl(contractId) {
      const expires = String(now().getTime() + TTL_MS);
      const token = sign(contractId, expires).toString('base64url');
      return `${origin}/documents/contracts/${contractId}?${new URLSearchParams({ expires, token })}`;
    },
    verify(contractId, query) {
      const expires = query.get('expires') ?? '';
      const token = Buffer.from(query.get('token') ?? '', 'base64url');
      const expected = sign(contractId, expires);
      return token.length === expected.length && timingSafeEqual(token, expected) && Number(expires) > now().getTime();
    },
  };
}

/**
 * Responds with a PDF to display inline: the whole file, or a single byte range. Only the simulator's pages and
 * `frameAncestors` may frame the PDF. Ranges in other units and multiple ranges are ignored (RFC 9110, section 14).
 */
export function pdfResponse(
  pdf: Uint8Array<ArrayBuffer>,
  { frameAncestors = [], range }: { readonly frameAncestors?: readonly string[]; readonly range?: string | null } = {},
): Response {
  const headers = {
    'accept-ranges': 'bytes',
    'content-type': 'application/pdf',
    'content-disposition': 'inline; filename="contract.pdf"',
    'cache-control': 'no-store',
    'content-security-policy': `frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`,
    'x-content-type-options': 'nosniff',
  };
  const size = pdf.byteLength;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (!first && !last) return createResponse(200, pdf, headers);
  const from = first ? Number(first) : Math.max(0, size - Number(last));
  const to = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (first && last && Number(last) < Number(first)) return createResponse(200, pdf, headers);
  if (from >= size || from > to)
    return createResponse(416, undefined, { ...headers, 'content-range': `bytes */${size}` });
  return createResponse(206, pdf.slice(from, to + 1), { ...headers, 'content-range': `bytes ${from}-${to}/${size}` });
}

const createResponse = (
  status: number,
  body: Uint8Array<ArrayBuffer> | undefined,
  headers: Record<string, string>,
): Response =>
  new Response(body ?? null, { status, headers: { ...headers, 'content-length': String(body?.byteLength ?? 0) } });
