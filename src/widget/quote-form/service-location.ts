import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AsyncState } from '../async-state.ts';
import { toErrorKind } from '../error-kind.ts';
import type { SessionStore } from '../session-storage.ts';
import type { RatesApi } from './load-rates-api.ts';

/** Where the energy is used: ZIP code, the utilities found for it, and the one and its zone that were picked. */
export interface ServiceLocation {
  readonly postalCode: ReadonlySignal<string>;
  readonly utilities: ReadonlySignal<AsyncState<readonly Utility[]>>;
  readonly utility: ReadonlySignal<Utility | undefined>;
  readonly zone: ReadonlySignal<string>;
  isLookingUp(): boolean;
  /** Looks the utilities up (again). */
  lookUpUtilities(): void;
  setPostalCode(text: string): void;
  /** A code that was not found here is kept: it may be at the next ZIP code. */
  selectUtility(code: string): void;
  selectZone(code: string): void;
  destroy(): void;
}

interface ServiceLocationOptions {
  readonly sessionStore: SessionStore;
  readonly loadApi: () => Promise<RatesApi>;
  readonly commodity: ReadonlySignal<Commodity>;
  readonly postalCode: string;
  readonly onFound: () => void;
}

/** `onFound` runs in the same batch as the answer, so that nobody sees one without the other. */
export function createServiceLocation({
  sessionStore,
  loadApi,
  commodity,
  postalCode: initialPostalCode,
  onFound,
}: ServiceLocationOptions): ServiceLocation {
  const postalCode = signal(initialPostalCode);
  const utilityCode = signal(sessionStore.read('utility') ?? '');
  const zone = signal(sessionStore.read('zone') ?? '');
  const utilities = signal<AsyncState<readonly Utility[]>>({ status: 'idle' });
  const utility = computed(() => utilities.value.data?.find(({ code }) => code === utilityCode.value));
  let controller = new AbortController();

  function selectUtility(code: string) {
    utilityCode.value = code;
    sessionStore.write('utility', code);
    const zones = utility.value?.zones ?? [];
    if (!zones.some((candidate) => candidate.code === zone.value))
      zone.value = zones.length === 1 ? (zones[0]?.code ?? '') : '';
  }

  /** A new question puts an end to the one before it. */
  async function lookUpUtilities() {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    if (!/^\d{5}$/.test(postalCode.value)) {
      utilities.value = { status: 'idle' };
      return;
    }
    utilities.value = { status: 'loading' };
    try {
      const { client, fetchUtilities } = await loadApi();
      signal.throwIfAborted();
      const query = { postalCode: postalCode.value, commodity: commodity.value };
      const { utilities: matches } = await fetchUtilities(client, query, signal);
      signal.throwIfAborted();
      batch(() => {
        utilities.value = { status: 'success', data: matches };
        const [first, second] = matches;
        if (first && !second) selectUtility(first.code);
        onFound();
      });
    } catch (error) {
      if (!signal.aborted) utilities.value = { status: 'error', errorKind: toErrorKind(error) };
    }
  }

  return {
    postalCode,
    utilities,
    utility,
    zone,
    isLookingUp: () => utilities.value.status === 'loading',
    lookUpUtilities,
    setPostalCode(text) {
      postalCode.value = text.replace(/\D/g, '').slice(0, 5);
      sessionStore.write('postalCode', postalCode.value);
    },
    selectUtility,
    selectZone(code) {
      zone.value = code;
      sessionStore.write('zone', code);
    },
    destroy: () => controller.abort(),
  };
}
