import { randomUUID } from 'node:crypto';
import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import type { Contract } from '../contracting/contract.ts';

/**
 * Creates the event for a contract's current status. It contains no personal data: accounts appear by their last four
 * digits.
 */
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
