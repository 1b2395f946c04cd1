import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Memory } from '../memory.ts';
import type { Answer } from './answer.ts';
import type { RatesCalls } from './load-calls.ts';
import { createUtilityFinder } from './utility-finder.ts';

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

export function createPlace({ memory, calls, commodity, postalCode: first, onFound }: PlaceParts): Place {
  const postalCode = signal(first);
  const utilityCode = signal(memory.read('utility') ?? '');
  const zone = signal(memory.read('zone') ?? '');
  const finder = createUtilityFinder(calls, (found) => {
    const [only] = found;
    if (only && found.length === 1) pickUtility(only.code);
    onFound();
  });
  const utilities = finder.found;
  const utility = computed(() => {
    const found = utilities.value;
    return found.state === 'found' ? found.value.find(({ code }) => code === utilityCode.value) : undefined;
  });

  function pickUtility(code: string) {
    utilityCode.value = code;
    memory.write('utility', code);
    const zones = utility.value?.zones ?? [];
    if (!zones.some((z) => z.code === zone.value)) zone.value = zones.length === 1 ? (zones[0]?.code ?? '') : '';
  }

  function look() {
    if (/^\d{5}$/.test(postalCode.value)) finder.look(postalCode.value, commodity.value);
    else finder.clear();
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
    destroy: finder.clear,
  };
}
