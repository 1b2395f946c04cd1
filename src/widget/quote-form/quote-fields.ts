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
   * Selects a utility. The code is kept even if the utility does not serve the current ZIP code, because the utility
   * may serve the next ZIP code.
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
 * Creates the service location, and restores the selected utility and load zone from `sessionStore`. If only one
 * utility serves the ZIP code, this utility is selected automatically.
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

  // The utility lookup runs only on the rates step, because a reload that restores a contract does not need the
  // utilities.
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

export interface UsageField {
  readonly usage: ReadonlySignal<string>;
  /** The encoded source of a usage that the customer did not type (see `usage/usage-panel.ts`). */
  readonly usageSource: ReadonlySignal<string | undefined>;
  readonly unit: ReadonlySignal<EnergyUnit>;
  setUsage(text: string): void;
  setUnit(unit: EnergyUnit): void;
  setSource(source: string | undefined): void;
  /** Empties the field for another commodity, because kWh and therms are not comparable. */
  reset(commodity: Commodity): void;
}

/**
 * Creates the field and restores its unit. The caller restores the usage, because it is stored as a number and shown in
 * the customer's format.
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
