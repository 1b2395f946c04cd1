import { z } from 'zod';

const requiredText = (maxLength: number) => z.string().trim().min(1).max(maxLength);
const person = z.object({ name: requiredText(200), email: z.email() });

const fields = {
  templateId: requiredText(100),
  signer: person,
  cc: person.optional(),
  formData: z
    .array(z.object({ name: requiredText(100), value: z.string().max(2_000) }))
    .max(100)
    .optional(),
  notification: z.object({ isEnabled: z.boolean(), emails: z.array(z.email()).max(10) }).optional(),
  email: z.object({ subject: requiredText(200), message: requiredText(4_000) }).optional(),
  reference: requiredText(200).optional(),
};

/** What a letter is made of. */
export const agreementInput = z.object(fields);
export type AgreementInput = z.infer<typeof agreementInput>;

/** The same from an earlier one: what is missing is taken from there. */
export const followUpInput = z
  .object(fields)
  .partial()
  .extend({ previousAgreementId: requiredText(200) });
