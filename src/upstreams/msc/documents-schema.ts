import { z } from 'zod';

/** What a document is for. All of this interface is assumed: My Service Cloud publishes nothing about files. */
export const mscDocumentKind = z.enum(['latest_bill', 'tax_exemption']);
export type MscDocumentKind = z.infer<typeof mscDocumentKind>;

/** What the Documents API answers: the id by which `createContract` takes it until `expiresAt`. */
export const mscDocument = z.object({ id: z.string().min(1).max(200), expiresAt: z.iso.datetime() });
export type MscDocument = z.infer<typeof mscDocument>;
