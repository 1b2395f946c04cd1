import { checkInvariants } from './invariants.ts';
import { type Length, openStage, type Stage } from './stage.ts';
import type { Tally } from './tally.ts';

/** One thing that goes wrong. */
export interface Fault {
  readonly name: string;
  /** Too long for the tests, or in need of what not every machine has. */
  readonly onlyLong?: true;
  /** Lets it happen, as often as the length of the run allows. @returns what the customer saw, in a few words */
  run(length: Length, tally: Tally): Promise<string>;
}

type StageOptions = Omit<Parameters<typeof openStage>[0], 'length' | 'tally'>;

/**
 * A fault on a stage of its own: it happens, then all is made well again, and what always holds is checked.
 *
 * @param happen @returns what the customer saw
 */
export const fault = (
  name: string,
  happen: (stage: Stage) => Promise<string>,
  options: (length: Length) => StageOptions = () => ({}),
): Fault => ({
  name,
  async run(length, tally) {
    const stage = await openStage({ ...options(length), length, tally });
    try {
      const seen = await happen(stage);
      await checkInvariants(stage);
      return seen;
    } finally {
      await stage.close();
    }
  },
});
