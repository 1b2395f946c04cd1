import { createCallCeiling } from '../http/call-limits.ts';
import { createMscContracting, type MscContracting } from './contracting.ts';
import { createMscDocuments, type MscDocuments } from './documents.ts';
import { createMscPricing, type MscPricing } from './pricing.ts';
import type { MscCredentials } from './transport.ts';
import { createMscTransport, type MscTransportOptions } from './transport.ts';

/** One partner's access to one environment of My Service Cloud. */
export interface MscClient {
  readonly pricing: MscPricing;
  readonly contracting: MscContracting;
  readonly documents: MscDocuments;
}

/**
 * What My Service Cloud allows a partner is not known. Deferrable operations may use more of it than one IP address may
 * request (3,000 a minute), and so may the others: a contract request costs its address as much as ten. So no single
 * visitor can use up what others need.
 */
const MAX_CALLS_PER_MINUTE = 6_000;

/**
 * Operations of visitors who browse, and of customers who look at a contract or its document, which they can do again. A
 * single price is read before a contract is created, so it is not one of them.
 */
const DEFERRABLE_OPERATIONS: ReadonlySet<string> = new Set([
  'prices',
  'shownPrice',
  'utilities',
  'Contract',
  'ContractDocument',
]);

export interface MscClientOptions extends Pick<MscTransportOptions, 'timeouts' | 'observe' | 'now'> {
  /** Of all APIs together. Deferrable operations may use four fifths of them. */
  readonly maxCallsPerMinute?: number | undefined;
}

/**
 * Creates a client of one partner in one environment.
 *
 * @example const msc = createMscClient({ partnerId: 'lonestar', baseUrl: 'https://…', apiKey, key })
 */
export function createMscClient(
  credentials: MscCredentials,
  { maxCallsPerMinute = MAX_CALLS_PER_MINUTE, ...options }: MscClientOptions = {},
): MscClient {
  const ceiling = createCallCeiling(maxCallsPerMinute);
  const transport = (api: string) =>
    createMscTransport(credentials, {
      ...options,
      api,
      admit: (operation) => ceiling.admit(DEFERRABLE_OPERATIONS.has(operation)),
    });
  return {
    pricing: createMscPricing(transport('pricing')),
    contracting: createMscContracting(transport('contracting')),
    documents: createMscDocuments(transport('documents')),
  };
}
