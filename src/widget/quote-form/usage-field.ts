import { type ReadonlySignal, signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { SessionStore } from '../session-storage.ts';
import { unitOrDefault } from '../usage/usage-units.ts';

/** The annual usage as typed, and its unit. */
export interface UsageField {
  readonly usage: ReadonlySignal<string>;
  /** Encoded source of a usage that the customer did not type (see `usage-source.ts`). */
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
