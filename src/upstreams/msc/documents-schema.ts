import { z } from 'zod';

/** Purpose of a document. This whole API is assumed: My Service Cloud publishes nothing about files. */
export const mscDocumentKind = z.enum(['latest_bill', 'tax_exemption']);
export type MscDocumentKind = z.infer<typeof mscDocumentKind>;

/** The Documents API's response: the ID that `createContract` accepts until `expiresAt`. */
export const mscDocument = z.object({ id: z.string().min(1).max(200), expiresAt: z.iso.datetime() });
export type MscDocument = z.infer<typeof mscDocument>;
