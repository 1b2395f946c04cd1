import { z } from 'zod';

/** Messages to `injection-hooks.ts`: the clock offset in milliseconds, and the step at which to kill the process. */
export const controlMessageSchema = z.object({
  clockShiftMs: z.number().optional(),
  kill: z.object({ path: z.string(), step: z.number() }).optional(),
});
export type ControlMessage = z.infer<typeof controlMessageSchema>;

/** Messages from `injection-hooks.ts`: an acknowledgment, or the number of steps in a request that was not killed. */
export const hookReportSchema = z.union([z.object({ acknowledged: z.literal(true) }), z.object({ steps: z.number() })]);
