import { z } from 'zod';
import { sanitizedText } from '../http/read-response.ts';

/** Statuses of a contract, and of each of its accounts. The names are assumed. */
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

/**
 * The reason for a status: the supplier's own code or the utility's EDI 814 code, with their text. `SIGNER_DECLINED`
 * has the signer's own words (assumed), which only the signer may see and which are never logged.
 */
export const mscReason = z.object({ code: sanitizedText(60), message: sanitizedText(500) });
export type MscReason = z.infer<typeof mscReason>;

/**
 * A signer on the customer's side. `order` starts at 1 (assumed: signers are undocumented). The contract was created
 * for the first signer, and signing URLs are always for that signer. The status stays `viewed` until all have signed.
 */
export const mscSigner = z.object({ order: z.int().min(1), status: z.enum(['waiting', 'signed', 'declined']) });
export type MscSigner = z.infer<typeof mscSigner>;

/** The only event type that we use. Others may be added. */
export const statusChangedType = 'contract.status_changed';

/** The fields that every webhook is assumed to have, regardless of its type. */
export const webhookEnvelope = z.object({
  type: z.string().regex(/^[\w.-]{1,100}$/),
  environment: z.enum(['test', 'live']),
});

/**
 * The body of a webhook (assumed: Standard Webhooks, https://www.standardwebhooks.com). The header `webhook-signature`
 * contains a signature of `id.timestamp.body`, where `id` is the header `webhook-id`, and `timestamp` is the header
 * `webhook-timestamp` in seconds. Webhooks are delivered at least once, in any order.
 */
export const statusChanged = z.object({
  id: z.string().min(1).max(200),
  type: z.literal(statusChangedType),
  environment: z.enum(['test', 'live']),
  occurredAt: z.iso.datetime(),
  data: z.object({
    contractId: z.string().min(1).max(200),
    partnerReference: z.string().min(1).max(200),
    status: mscStatus,
    reasons: z.array(mscReason).optional(),
    accounts: z
      .array(z.object({ identifierLast4: z.string(), status: mscStatus, reasons: z.array(mscReason).optional() }))
      .optional(),
    signers: z.array(mscSigner).max(20).optional(),
  }),
});
export type StatusChanged = z.infer<typeof statusChanged>;
