import { z } from 'zod';

/** What `seams.ts` is told: how many milliseconds its clock is off, and where its process is to die. */
export const orderSchema = z.object({
  shift: z.number().optional(),
  death: z.object({ path: z.string(), at: z.number() }).optional(),
});
export type Order = z.infer<typeof orderSchema>;

/** What it says: that it has heard, or how many steps a request took that it survived. */
export const reportSchema = z.union([z.object({ heard: z.literal(true) }), z.object({ steps: z.number() })]);
