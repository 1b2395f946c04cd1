import { type ReadonlySignal, signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Memory } from '../memory.ts';
import { knownUnit } from './usage-units.ts';

/** How much is used in a year, as typed; its unit, and where the figure comes from when it was not typed (see usage-note). */
export interface UsageInput {
  readonly usage: ReadonlySignal<string>;
  readonly usageNote: ReadonlySignal<string | undefined>;
  readonly unit: ReadonlySignal<EnergyUnit>;
  setUsage(text: string): void;
  setUnit(unit: EnergyUnit): void;
  setNote(note: string | undefined): void;
  /** A year's kWh say nothing about a year's therms. */
  clear(commodity: Commodity): void;
}

export function createUsageInput(memory: Memory, commodity: Commodity): UsageInput {
  const usage = signal('');
  const usageNote = signal<string | undefined>(undefined);
  const unit = signal<EnergyUnit>(knownUnit(commodity, memory.read('usageUnit')));
  const setNote = (note: string | undefined) => {
    usageNote.value = note;
    memory.write('usageNote', note);
  };
  return {
    usage,
    usageNote,
    unit,
    setUsage(text) {
      usage.value = text;
    },
    setUnit(value) {
      unit.value = value;
      memory.write('usageUnit', value);
    },
    setNote,
    clear(next) {
      unit.value = knownUnit(next);
      usage.value = '';
      setNote(undefined);
    },
  };
}
