import { type Signal, signal } from '@preact/signals';
import { perWidget } from '../widget-context.ts';
import type { ImportedLocation } from './parse-rows.ts';

export interface ImportedLocations {
  /** Utility codes. */
  readonly utilities: readonly string[];
  readonly locations: readonly ImportedLocation[];
}

/** The locations that the customer imported. The customer step fills in its service accounts from them. */
export const importedLocations = perWidget((): Signal<ImportedLocations | undefined> => signal(undefined));
