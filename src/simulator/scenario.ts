import { z } from 'zod';

/**
 * How the simulator behaves: independent flags, to be combined.
 *
 * - `latencyMs`: wait before every pricing and contracting answer ("slow" is 4000).
 * - `pricing`, `contracting`: `down` answers 503.
 * - `rate`: `changed` raises a price by 4 % the moment it is first contracted, which refuses that contract.
 * - `outcome`: what the supplier says after the signature; `rejected` names utility code A76 on the first account,
 *   `rate_expired` that the price ran out before the signature came.
 * - `signer`: `declines` turns "Agree and sign" into a decline.
 * - `signers`: `two` gives each new contract a second signer of the customer's side, who signs after the first.
 * - `ceremony`: `overlay_left` leaves an invisible full-page frame in the host's page after focused view has ended; `coop`
 *   answers a popup with `Cross-Origin-Opener-Policy: same-origin`, so that its opener is cut off and told it is closed.
 * - `webhooks`: `delayed` by seconds, `duplicated` with the same id, `out_of_order` in swapped pairs, `disabled` sends none.
 * - `agreements`: `down` answers 503 for letters of agreement. `mail`: `bounced` delivers none of them.
 * - `acceptance`: `immediate` leaves no pause between signed, submitted and accepted.
 */
export const scenario = z.strictObject({
  latencyMs: z.int().min(0).max(60_000),
  pricing: z.enum(['up', 'down']),
  contracting: z.enum(['up', 'down']),
  rate: z.enum(['unchanged', 'changed']),
  outcome: z.enum(['accepted', 'rejected', 'rate_expired']),
  signer: z.enum(['as_clicked', 'declines']),
  signers: z.enum(['one', 'two']),
  ceremony: z.enum(['normal', 'overlay_left', 'coop']),
  webhooks: z.enum(['normal', 'delayed', 'duplicated', 'out_of_order', 'disabled']),
  acceptance: z.enum(['paced', 'immediate']),
  agreements: z.enum(['up', 'down']),
  mail: z.enum(['delivered', 'bounced']),
});
export type Scenario = z.infer<typeof scenario>;

/** A change of some flags; the others stay as they are. */
export const scenarioPatch = scenario.partial();
export type ScenarioPatch = z.infer<typeof scenarioPatch>;

/** Everything works. */
export const defaultScenario: Scenario = {
  latencyMs: 0,
  pricing: 'up',
  contracting: 'up',
  rate: 'unchanged',
  outcome: 'accepted',
  signer: 'as_clicked',
  signers: 'one',
  ceremony: 'normal',
  webhooks: 'normal',
  acceptance: 'paced',
  agreements: 'up',
  mail: 'delivered',
};

/** The flags with some of them changed. */
export const applyPatch = (current: Scenario, patch: ScenarioPatch): Scenario =>
  scenario.parse({ ...current, ...patch });
