import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import type { UsageAssumption } from '../../wire/usage-estimate.ts';
import type { Utility } from '../../wire/utility.ts';
import type { WidgetContext } from '../widget-context.ts';

/**
 * The result of a panel, which prefills the quote form: the annual usage, and the service location if the panel
 * determines it.
 */
export interface UsageResult {
  readonly postalCode?: string;
  /** Utility code. Undefined when several utilities serve the ZIP code. */
  readonly utility?: string | undefined;
  /** Decimal string in `unit`. */
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** Encoded source of the usage (see `encodeEstimateSource`). Shown until the customer edits the usage. */
  readonly source: string;
}

export interface UsagePanelProps {
  readonly context: WidgetContext;
  readonly commodity: Commodity;
  readonly utility: Utility | undefined;
  /** All utilities that serve the ZIP code. Empty until the lookup succeeds. */
  readonly utilities: readonly Utility[];
  readonly onComplete: (result: UsageResult) => void;
  /** Closes the panel. The panel keeps its input for the next time. */
  readonly onCancel: () => void;
}

/** Handles the `keydown` events of a panel: Escape cancels it. */
export const cancelOnEscape =
  (onCancel: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // Stops the event, so that a modal around the widget stays open.
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };

interface EstimateSource extends UsageAssumption {
  readonly unit: EnergyUnit;
  readonly state: string;
}

/**
 * Encodes the source of an estimated usage for sessionStorage. `usage-source-note.tsx` formats the source later in the
 * current language.
 *
 * @example
 * encodeEstimateSource({ kind: 'own_rate', amount: '0.0882', unit: 'kWh', state: 'TX' })
 * // 'own_rate|0.0882|kWh|TX|'
 */
export const encodeEstimateSource = ({ kind, amount, unit, state, source = '' }: EstimateSource): string =>
  [kind, amount, unit, state, source].join('|');

/** @example encodeLocationsSource(3) // 'locations|3' */
export const encodeLocationsSource = (count: number): string => `locations|${count}`;
