import type { MscCredentials } from './authorization.ts';
import { createMscContracting, type MscContracting } from './contracting.ts';
import { createMscDocuments, type MscDocuments } from './documents.ts';
import { createMscPricing, type MscPricing } from './pricing.ts';
import { createMscTransport, type MscDeadlines } from './transport.ts';

/** One partner's access to one environment of My Service Cloud. */
export interface MscClient {
  readonly pricing: MscPricing;
  readonly contracting: MscContracting;
  readonly documents: MscDocuments;
}

/** @example const msc = createMscClient({ partnerId: 'lonestar', baseUrl: 'https://…', apiKey, key }) */
export const createMscClient = (credentials: MscCredentials, deadlines?: MscDeadlines): MscClient => {
  const transport = () => createMscTransport(credentials, deadlines);
  return {
    pricing: createMscPricing(transport()),
    contracting: createMscContracting(transport()),
    documents: createMscDocuments(transport()),
  };
};
