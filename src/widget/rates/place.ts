import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Memory } from '../memory.ts';
import { troubleOf } from '../trouble.ts';
import type { Answer } from './answer.ts';
import type { RatesCalls } from './load-calls.ts';

/** Where the energy is used: ZIP code, the utilities found for it, and the one and its zone that were picked. */
export interface Place {
  readonly postalCode: ReadonlySignal<string>;
  readonly utilities: ReadonlySignal<Answer<readonly Utility[]>>;
  readonly utility: ReadonlySignal<Utility | undefined>;
  readonly zone: ReadonlySignal<string>;
  isLooking(): boolean;
  /** Looks the utilities up (again). */
  look(): void;
  typePostalCode(text: string): void;
  /** A code that was not found here is kept: it may be at the next ZIP code. */
  pickUtility(code: string): void;
  pickZone(code: string): void;
  destroy(): void;
}

interface PlaceParts {
  readonly memory: Memory;
  readonly calls: () => Promise<RatesCalls>;
  readonly commodity: ReadonlySignal<Commodity>;
  readonly postalCode: string;
  readonly onFound: () => void;
}

/** `onFound` runs in the same batch as the answer, so that nobody sees one without the other. */
export function createPlace({ memory, calls, commodity, postalCode: first, onFound }: PlaceParts): Place {
  const postalCode = signal(first);
  const utilityCode = signal(memory.read('utility') ?? '');
  const zone = signal(memory.read('zone') ?? '');
  const utilities = signal<Answer<readonly Utility[]>>({ state: 'idle' });
  const utility = computed(() => utilities.value.value?.find(({ code }) => code === utilityCode.value));
  let looking = new AbortController();

  function pickUtility(code: string) {
    utilityCode.value = code;
    memory.write('utility', code);
    const zones = utility.value?.zones ?? [];
    if (!zones.some((z) => z.code === zone.value)) zone.value = zones.length === 1 ? (zones[0]?.code ?? '') : '';
  }

  /** A new question puts an end to the one before it. */
  async function look() {
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    if (!/^\d{5}$/.test(postalCode.value)) {
      utilities.value = { state: 'idle' };
      return;
    }
    utilities.value = { state: 'loading' };
    try {
      const { client, findUtilities } = await calls();
      signal.throwIfAborted();
      const query = { postalCode: postalCode.value, commodity: commodity.value };
      const { utilities: found } = await findUtilities(client, query, signal);
      signal.throwIfAborted();
      batch(() => {
        utilities.value = { state: 'found', value: found };
        const [only, another] = found;
        if (only && !another) pickUtility(only.code);
        onFound();
      });
    } catch (error) {
      if (!signal.aborted) utilities.value = { state: 'failed', trouble: troubleOf(error) };
    }
  }

  return {
    postalCode,
    utilities,
    utility,
    zone,
    isLooking: () => utilities.value.state === 'loading',
    look,
    typePostalCode(text) {
      postalCode.value = text.replace(/\D/g, '').slice(0, 5);
      memory.write('postalCode', postalCode.value);
    },
    pickUtility,
    pickZone(code) {
      zone.value = code;
      memory.write('zone', code);
    },
    destroy: () => looking.abort(),
  };
}
