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
 * It is not known how many calls My Service Cloud allows a partner. With this ceiling, deferrable operations may use
 * 4,800 calls a minute, and one IP address may send only 3,000 requests. At least 1,200 calls remain for contracts, and
 * one IP address may cause only 900 of them: a contract request counts as ten requests and causes up to three calls. So
 * no single visitor can use up the calls that others need.
 */
const MAX_CALLS_PER_MINUTE = 6_000;

/**
 * Operations of visitors who browse, and of customers who view a contract or its document, because they can try again.
 * Reading the price of a contract is not deferrable, because it precedes the creation of the contract.
 */
const DEFERRABLE_OPERATIONS: ReadonlySet<string> = new Set([
  'prices',
  'shownPrice',
  'utilities',
  'Contract',
  'ContractDocument',
]);

export interface MscClientOptions extends Pick<MscTransportOptions, 'timeouts' | 'observe' | 'now'> {
  /** Ceiling for all APIs combined. Deferrable operations may use at most four fifths of it. */
  readonly maxCallsPerMinute?: number | undefined;
}

/**
 * Creates a client for one partner in one environment.
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
