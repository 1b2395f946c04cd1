import { z } from 'zod';

const text = (longest: number) => z.string().trim().min(1).max(longest);
const person = z.object({ name: text(200), email: z.email() });

const fields = {
  templateId: text(100),
  signer: person,
  cc: person.optional(),
  formData: z
    .array(z.object({ name: text(100), value: z.string().max(2_000) }))
    .max(100)
    .optional(),
  notification: z.object({ isEnabled: z.boolean(), emails: z.array(z.email()).max(10) }).optional(),
  email: z.object({ subject: text(200), message: text(4_000) }).optional(),
  reference: text(200).optional(),
};

/** What a letter is made of. */
export const agreementInput = z.object(fields);
export type AgreementInput = z.infer<typeof agreementInput>;

/** The same from an earlier one: what is missing is taken from there. */
export const followingInput = z
  .object(fields)
  .partial()
  .extend({ previousAgreementId: text(200) });
