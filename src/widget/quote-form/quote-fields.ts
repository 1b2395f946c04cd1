import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AsyncState } from '../api/errors.ts';
import { createQuery } from '../api/query.ts';
import type { SessionStore } from '../session-storage.ts';
import { unitOrDefault } from '../usage/usage-units.ts';
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

/** The annual usage as typed, and its unit. */
export interface UsageField {
  readonly usage: ReadonlySignal<string>;
  /** Where the usage value came from, encoded, if the customer did not type it (see `usage/usage-panel.ts`). */
  readonly usageSource: ReadonlySignal<string | undefined>;
  readonly unit: ReadonlySignal<EnergyUnit>;
  setUsage(text: string): void;
  setUnit(unit: EnergyUnit): void;
  setSource(source: string | undefined): void;
  /** Empties the field for another commodity, because kWh and therms are not comparable. */
  reset(commodity: Commodity): void;
}

/**
 * Restores only the unit. The caller restores the usage, which is stored as a number and shown in the customer's
 * format.
 */
export function createUsageField(sessionStore: SessionStore, commodity: Commodity): UsageField {
  const usage = signal('');
  const usageSource = signal<string | undefined>(undefined);
  const unit = signal<EnergyUnit>(unitOrDefault(commodity, sessionStore.read('usageUnit')));

  function setSource(source: string | undefined): void {
    usageSource.value = source;
    sessionStore.write('usageSource', source);
  }
  return {
    usage,
    usageSource,
    unit,
    setUsage(text) {
      usage.value = text;
    },
    setUnit(value) {
      unit.value = value;
      sessionStore.write('usageUnit', value);
    },
    setSource,
    reset(next) {
      unit.value = unitOrDefault(next);
      usage.value = '';
      setSource(undefined);
    },
  };
}
