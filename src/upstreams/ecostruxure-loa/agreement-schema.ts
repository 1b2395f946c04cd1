import { z } from 'zod';

/*
 * The Letter of Agreement API as its overview describes it. Assumed, because the overview is silent: what an answer looks like,
 * the statuses, and the names of the three later additions (`previousAgreementId`, `email`, and finding by `reference`).
 */

/** Where an agreement stands. `bounced`: the letter could not be delivered. The last five are ends. */
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

/** An agreement as the API tells it. `reason`: what the signer wrote when declining, or why a letter bounced. */
export const agreement = z.object({
  id: z.string().min(1).max(200),
  templateId: z.string(),
  status: agreementStatus,
  reason: z.string().nullish(),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
});
export type Agreement = z.infer<typeof agreement>;

export const agreementList = z.object({ agreements: z.array(agreement) });

/** A person by name and e-mail address. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** What a letter is made of. */
export interface NewAgreement {
  readonly templateId: string;
  readonly signer: Person;
  readonly cc?: Person | undefined;
  /** Fields of the template, filled in. */
  readonly formData?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Who is written to when the status changes. */
  readonly notification?: { readonly isEnabled: boolean; readonly emails: readonly string[] } | undefined;
  /** Instead of the template's own words (since 1.2). */
  readonly email?: { readonly subject: string; readonly message: string } | undefined;
  /** Our own name for it, to find it by when an answer was lost. */
  readonly reference: string;
}

/** An access token (RFC 6749 section 5.1): `expires_in` in seconds. */
export const accessToken = z.object({
  access_token: z.string().min(1).max(8_192),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().int().positive(),
});
