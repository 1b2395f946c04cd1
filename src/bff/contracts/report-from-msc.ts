import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import type { StatusReport } from './record-status.ts';

/** How the upstream says a contract stands, in our words. */
export const reportFromMsc = ({ status, updatedAt, reasons, accounts }: MscContract): StatusReport => ({
  status,
  at: new Date(updatedAt).toISOString(),
  reasons,
  accounts: accounts.map(({ identifierLast4, ...account }) => ({ ...account, last4: identifierLast4 })),
});
