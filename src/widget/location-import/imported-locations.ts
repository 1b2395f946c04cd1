import { type Signal, signal } from '@preact/signals';
import { perWidget } from '../per-widget.ts';
import type { ImportedLocation } from './parse-rows.ts';

/** Imported locations that have the same utilities. */
export interface ImportedLocations {
  /** Codes of the utilities. */
  readonly utilities: readonly string[];
  readonly locations: readonly ImportedLocation[];
}

/** The locations that the customer imported. They fill in the service accounts of the customer step. */
export const importedLocations = perWidget((): Signal<ImportedLocations | undefined> => signal(undefined));
