import { z } from 'zod';

/*
 * The Letter of Agreement API as its overview describes it. The overview does not cover responses, statuses, or the
 * names of three later additions (`previousAgreementId`, `email`, and the search by `reference`): these are assumed.
 */

/** Status of an agreement. `bounced`: the email could not be delivered. The last five are final. */
export const agreementStatus = z.enum([
  'created',
  'sent',
  'viewed',
  'signed',
  'declined',
  'expired',
  'deleted',
  'bounced',
]);
export type AgreementStatus = z.infer<typeof agreementStatus>;

/** An agreement as the API reports it. `reason`: the signer's reason for declining, or why the email bounced. */
export const agreement = z.object({
  id: z.string().min(1).max(200),
  templateId: z.string(),
  status: agreementStatus,
  /** Our own reference, as in the request. */
  reference: z.string().nullish(),
  reason: z.string().nullish(),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
});
export type Agreement = z.infer<typeof agreement>;

export const agreementList = z.object({ agreements: z.array(agreement) });

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface NewAgreement {
  readonly templateId: string;
  readonly signer: Person;
  readonly cc?: Person | undefined;
  /** Values of the template's fields. */
  readonly formData?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** The addresses that are emailed when the status changes. */
  readonly notification?: { readonly isEnabled: boolean; readonly emails: readonly string[] } | undefined;
  /** Replaces the template's own email text (API 1.2 and later). */
  readonly email?: { readonly subject: string; readonly message: string } | undefined;
  /** Our own reference, for looking up the agreement after a lost response. */
  readonly reference: string;
}

/** An access token (RFC 6749 section 5.1). `expires_in` is in seconds. */
export const accessToken = z.object({
  access_token: z.string().min(1).max(8_192),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().int().positive(),
});
