import { z } from 'zod';
import { mscReason, mscSigner, mscStatus } from './status.ts';

/** The only event type that we use. Others may be added. */
export const statusChangedType = 'contract.status_changed';

/** The fields that every webhook is assumed to have, whatever its type. */
export const webhookEnvelope = z.object({
  type: z.string().regex(/^[\w.-]{1,100}$/),
  environment: z.enum(['test', 'live']),
});

/**
 * The body of a webhook (assumed: Standard Webhooks, https://www.standardwebhooks.com). The header `webhook-signature`
 * signs `id.timestamp.body`, with the headers `webhook-id` and `webhook-timestamp` (in seconds). Webhooks are delivered
 * at least once, in any order.
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
