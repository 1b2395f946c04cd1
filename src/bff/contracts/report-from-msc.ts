import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import type { StatusReport } from './record-status.ts';

/** How the upstream says a contract stands, asked or by webhook, in our words. @param at when it came to stand so */
export const reportFromMsc = (
  { status, reasons, accounts, signers }: Omit<MscContract, 'updatedAt' | 'documentUrl'> | StatusChanged['data'],
  at: string,
): StatusReport => ({
  status,
  at: new Date(at).toISOString(),
  reasons,
  accounts: accounts?.map((account) => ({
    last4: account.identifierLast4,
    status: account.status,
    reasons: account.reasons ?? [],
  })),
  signers,
});
