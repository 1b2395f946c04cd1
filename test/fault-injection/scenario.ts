import type { Counters } from './counters.ts';
import { createHarness, type Harness, type RunLength } from './harness.ts';
import { checkInvariants } from './invariants.ts';

export interface Scenario {
  readonly name: string;
  /** Whether the scenario takes too long for the tests, or requires something that not every machine has. */
  readonly isLongRunOnly?: true;
  /**
   * Injects the fault. A long run repeats the fault more often.
   *
   * @returns a short description of the outcome for the customer
   */
  run(length: RunLength, counters: Counters): Promise<string>;
}

type HarnessOptions = Omit<Parameters<typeof createHarness>[0], 'length' | 'counters'>;

/**
 * Injects a fault into a new harness, then stops the fault and checks the invariants.
 *
 * @param inject injects the fault, and returns a short description of the outcome for the customer
 */
export const defineScenario = (
  name: string,
  inject: (harness: Harness) => Promise<string>,
  options: (length: RunLength) => HarnessOptions = () => ({}),
): Scenario => ({
  name,
  async run(length, counters) {
    const harness = await createHarness({ ...options(length), length, counters });
    try {
      const outcome = await inject(harness);
      await checkInvariants(harness);
      return outcome;
    } finally {
      await harness.close();
    }
  },
});
