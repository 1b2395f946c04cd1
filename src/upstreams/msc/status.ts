import { z } from 'zod';

/** The states My Service Cloud gives a contract, and each account under it (names assumed; see the seeds' "submitted", "accepted"). */
export const mscStatus = z.enum([
  'draft',
  'sent',
  'viewed',
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
  'declined',
  'expired',
  'voided',
  'on_hold',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
]);
export type MscStatus = z.infer<typeof mscStatus>;

/** Why a status was given: the supplier's own code or the utility's EDI 814 code, with their words. */
export const mscReason = z.object({ code: z.string(), message: z.string() });
export type MscReason = z.infer<typeof mscReason>;
