import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { troubleOf } from '../trouble.ts';
import type { Answer } from './answer.ts';
import type { RatesCalls } from './load-calls.ts';

/** Who delivers at a ZIP code. A new question puts an end to the one before it. */
export interface UtilityFinder {
  readonly found: ReadonlySignal<Answer<readonly Utility[]>>;
  look(postalCode: string, commodity: Commodity): Promise<void>;
  clear(): void;
}

/** `onFound` runs in the same batch as the answer, so that nobody sees one without the other. */
export function createUtilityFinder(
  calls: () => Promise<RatesCalls>,
  onFound: (utilities: readonly Utility[]) => void,
): UtilityFinder {
  const found = signal<Answer<readonly Utility[]>>({ state: 'idle' });
  let looking: AbortController | undefined;
  return {
    found,
    async look(postalCode, commodity) {
      looking?.abort();
      looking = new AbortController();
      const { signal } = looking;
      found.value = { state: 'loading' };
      try {
        const { client, findUtilities } = await calls();
        signal.throwIfAborted();
        const { utilities } = await findUtilities(client, { postalCode, commodity }, signal);
        signal.throwIfAborted();
        batch(() => {
          found.value = { state: 'found', value: utilities };
          onFound(utilities);
        });
      } catch (error) {
        if (!signal.aborted) found.value = { state: 'failed', trouble: troubleOf(error) };
      }
    },
    clear() {
      looking?.abort();
      found.value = { state: 'idle' };
    },
  };
}
