import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { createQuery } from '../api/query.ts';
import type { AsyncState } from '../async-state.ts';
import type { SessionStore } from '../session-storage.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { UtilitiesQuery } from './api.ts';

/** The utility that delivers one commodity to the customer's ZIP code, and its load zone. */
export interface ServiceLocation {
  readonly utilities: ReadonlySignal<AsyncState<readonly Utility[]>>;
  readonly utility: ReadonlySignal<Utility | undefined>;
  readonly zone: ReadonlySignal<string>;
  isLookingUp(): boolean;
  lookUpUtilities(): void;
  /**
   * The code of a utility that does not serve the current ZIP code is kept, because the utility may serve the next
   * one.
   */
  selectUtility(code: string): void;
  selectZone(code: string): void;
  destroy(): void;
}

interface ServiceLocationOptions {
  readonly context: WidgetContext;
  readonly sessionStore: SessionStore;
  readonly commodity: ReadonlySignal<Commodity>;
  readonly postalCode: ReadonlySignal<string>;
}

/**
 * Restores the selected utility from `sessionStore`. If exactly one utility serves the ZIP code, it is selected
 * automatically.
 */
export function createServiceLocation(options: ServiceLocationOptions): ServiceLocation {
  const { context, sessionStore, commodity, postalCode } = options;
  const utilityCode = signal(sessionStore.read('utility') ?? '');
  const zone = signal(sessionStore.read('zone') ?? '');
  const query = createQuery({
    load: async (request: UtilitiesQuery, signal) =>
      (await import('./api.ts')).fetchUtilities(context, request, signal),
    onSuccess([first, second]) {
      if (first && !second) selectUtility(first.code);
    },
  });
  const utility = computed(() => query.state.value.data?.find(({ code }) => code === utilityCode.value));

  function selectUtility(code: string): void {
    utilityCode.value = code;
    sessionStore.write('utility', code);
    const zones = utility.value?.zones ?? [];
    if (!zones.some((candidate) => candidate.code === zone.value))
      zone.value = zones.length === 1 ? (zones[0]?.code ?? '') : '';
  }

  function lookUpUtilities(): void {
    if (/^\d{5}$/.test(postalCode.value)) query.fetch({ postalCode: postalCode.value, commodity: commodity.value });
    else query.clear();
  }

  // Only on the rates step: a reload that restores a contract needs no utility lookup.
  const stopWatchingStep = effect(() => {
    if (context.flow.value.step !== 'rates') return;
    untracked(() => query.state.value.status === 'idle' && lookUpUtilities());
  });

  return {
    utilities: query.state,
    utility,
    zone,
    isLookingUp: () => query.state.value.status === 'loading',
    lookUpUtilities,
    selectUtility,
    selectZone(code) {
      zone.value = code;
      sessionStore.write('zone', code);
    },
    destroy() {
      stopWatchingStep();
      query.cancel();
    },
  };
}
