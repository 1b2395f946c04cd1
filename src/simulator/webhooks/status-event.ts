import { randomUUID } from 'node:crypto';
import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import type { Contract } from '../contracting/contract.ts';

/** The event that says where a contract stands at this moment. No personal data: accounts by their last four. */
export function statusEvent(contract: Contract): StatusChanged {
  const { id, environment, status, reasons, accounts, signers, updatedAt, input } = contract;
  return {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    type: 'contract.status_changed',
    environment,
    occurredAt: updatedAt.toISOString(),
    data: {
      contractId: id,
      partnerReference: input.partnerReference,
      status,
      reasons: [...reasons],
      accounts: accounts.map(({ last4, ...account }) => ({
        identifierLast4: last4,
        status: account.status,
        reasons: [...account.reasons],
      })),
      signers: [...signers],
    },
  };
}
