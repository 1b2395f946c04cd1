import { z } from 'zod';

/**
 * The simulator's behavior as independent settings, which can be combined.
 *
 * - `latencyMs`: delay of every response from an upstream API ("slow" is 4000).
 * - `pricing`, `contracting`: `down` responds with 503.
 * - `rate`: `changed` raises a price by 4 percent when a contract for it is first requested, so the request is
 *   rejected.
 * - `fees`: `changed` raises a price's monthly fee and early termination fee when the price is first read by its ID or
 *   contracted. The rate does not change.
 * - `outcome`: the supplier's decision after the signature. `rejected` sends the utility's code A76 for the first
 *   account. `rate_expired` reports that the price expired before the signature.
 * - `signer`: `declines` turns "Agree and sign" into a decline.
 * - `signers`: `two` adds a second signer to each new contract, who works for the customer and signs after the first.
 * - `ceremony`: `overlay_left` leaves an invisible full-page iframe in the host page after the focused view has ended.
 *   `coop` sends `Cross-Origin-Opener-Policy: same-origin` to popups, so that the window looks closed to its opener.
 * - `webhooks`: `delayed` sends each webhook late. `duplicated` sends each webhook twice with the same ID.
 *   `out_of_order` swaps the webhooks of each pair. `disabled` sends none.
 * - `agreements`: `down` responds with 503 to requests for agreements and tokens. `mail`: `bounced` delivers
 *   none of the emails with agreements.
 * - `acceptance`: `immediate` removes the delays between signed, submitted and accepted.
 */
export const scenario = z.strictObject({
  latencyMs: z.int().min(0).max(60_000),
  pricing: z.enum(['up', 'down']),
  contracting: z.enum(['up', 'down']),
  rate: z.enum(['unchanged', 'changed']),
  fees: z.enum(['unchanged', 'changed']),
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

export const scenarioPatch = scenario.partial();
export type ScenarioPatch = z.infer<typeof scenarioPatch>;

export const defaultScenario: Scenario = {
  latencyMs: 0,
  pricing: 'up',
  contracting: 'up',
  rate: 'unchanged',
  fees: 'unchanged',
  outcome: 'accepted',
  signer: 'as_clicked',
  signers: 'one',
  ceremony: 'normal',
  webhooks: 'normal',
  acceptance: 'paced',
  agreements: 'up',
  mail: 'delivered',
};

export const applyPatch = (current: Scenario, patch: ScenarioPatch): Scenario =>
  scenario.parse({ ...current, ...patch });
