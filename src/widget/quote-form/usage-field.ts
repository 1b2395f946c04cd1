import { type ReadonlySignal, signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { SessionStore } from '../session-storage.ts';
import { unitOrDefault } from './usage-units.ts';

/** How much is used in a year, as typed; its unit, and where the figure comes from when it was not typed (see usage-note). */
export interface UsageField {
  readonly usage: ReadonlySignal<string>;
  readonly usageSource: ReadonlySignal<string | undefined>;
  readonly unit: ReadonlySignal<EnergyUnit>;
  setUsage(text: string): void;
  setUnit(unit: EnergyUnit): void;
  setSource(source: string | undefined): void;
  /** A year's kWh say nothing about a year's therms. */
  clear(commodity: Commodity): void;
}

export function createUsageField(sessionStore: SessionStore, commodity: Commodity): UsageField {
  const usage = signal('');
  const usageSource = signal<string | undefined>(undefined);
  const unit = signal<EnergyUnit>(unitOrDefault(commodity, sessionStore.read('usageUnit')));
  const setSource = (source: string | undefined) => {
    usageSource.value = source;
    sessionStore.write('usageSource', source);
  };
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
    clear(next) {
      unit.value = unitOrDefault(next);
      usage.value = '';
      setSource(undefined);
    },
  };
}
