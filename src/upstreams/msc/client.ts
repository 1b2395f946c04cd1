import { createCallCeiling } from '../http/call-ceiling.ts';
import type { CallTimeouts, UpstreamCall } from '../http/json-client.ts';
import type { MscCredentials } from './authorization.ts';
import { createMscContracting, type MscContracting } from './contracting.ts';
import { createMscDocuments, type MscDocuments } from './documents.ts';
import { createMscPricing, type MscPricing } from './pricing.ts';
import { createMscTransport } from './transport.ts';

/** One partner's access to one environment of My Service Cloud. */
export interface MscClient {
  readonly pricing: MscPricing;
  readonly contracting: MscContracting;
  readonly documents: MscDocuments;
}

/** More than 50 calls per second. What My Service Cloud allows a partner is not known. */
const MAX_CALLS_PER_MINUTE = 3_000;

/**
 * @param maxCallsPerMinute of all APIs together. Pricing may use four fifths of them
 * @example const msc = createMscClient({ partnerId: 'lonestar', baseUrl: 'https://…', apiKey, key })
 */
export function createMscClient(
  credentials: MscCredentials,
  timeouts?: CallTimeouts,
  observe?: (call: UpstreamCall) => void,
  maxCallsPerMinute = MAX_CALLS_PER_MINUTE,
): MscClient {
  const ceiling = createCallCeiling(maxCallsPerMinute);
  const transport = (api: string) =>
    createMscTransport(credentials, timeouts, api, observe, () => ceiling.admit(api === 'pricing'));
  return {
    pricing: createMscPricing(transport('pricing')),
    contracting: createMscContracting(transport('contracting')),
    documents: createMscDocuments(transport('documents')),
  };
}
