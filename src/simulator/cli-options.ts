import { parseArgs } from 'node:util';
import { z } from 'zod';

const options = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  webhookUrl: z.url().optional(),
  seed: z.string().min(1).optional(),
  paceMs: z.coerce.number().int().min(0).max(3_600_000).optional(),
  credentials: z.string().min(1).optional(),
});
export type CliOptions = z.infer<typeof options>;

export class InvalidOptionError extends Error {
  override readonly name = 'InvalidOptionError';
}

/**
 * Reads the command line. Missing options come from `SIMULATOR_PORT`, `SIMULATOR_WEBHOOK_URL`, `SIMULATOR_SEED`,
 * `SIMULATOR_PACE` and `SIMULATOR_CREDENTIALS`.
 *
 * @throws InvalidOptionError with a one-line message about the invalid option
 * @example readCliOptions(['--port', '4401'], {}) // { port: 4401 }
 */
export function readCliOptions(args: string[], env: Readonly<Record<string, string | undefined>>): CliOptions {
  const stringOption = { type: 'string' } as const;
  let values: Readonly<Record<string, string | undefined>>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: stringOption,
        'webhook-url': stringOption,
        seed: stringOption,
        pace: stringOption,
        credentials: stringOption,
      },
    }));
  } catch (error) {
    throw new InvalidOptionError(error instanceof Error ? error.message : 'unknown option');
  }
  const parsed = options.safeParse({
    port: values.port ?? env.SIMULATOR_PORT ?? '4401',
    webhookUrl: values['webhook-url'] ?? env.SIMULATOR_WEBHOOK_URL,
    seed: values.seed ?? env.SIMULATOR_SEED,
    paceMs: values.pace ?? env.SIMULATOR_PACE,
    credentials: values.credentials ?? env.SIMULATOR_CREDENTIALS,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidOptionError(`${issue?.path.join('.')}: ${issue?.message}`);
}
