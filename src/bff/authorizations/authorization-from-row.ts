import { z } from 'zod/mini';
import type { Authorization } from '../../wire/authorization.ts';
import { signatureRequestStatus } from '../../wire/contract.ts';
import type { SignatureRequestRow } from '../signature-requests/signature-request-table.ts';
import { readTimeline } from '../signature-requests/timeline.ts';

/** A stored letter as its owner may see it. */
export const authorizationFromRow = (row: SignatureRequestRow): Authorization => ({
  id: row.id,
  reference: row.reference,
  status: signatureRequestStatus.parse(row.status),
  ...(row.reason === null ? {} : { reason: row.reason }),
  to: row.recipient,
  accounts: z.array(z.object({ last4: z.string() })).parse(JSON.parse(row.accounts)),
  timeline: readTimeline(row),
});
