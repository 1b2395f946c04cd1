import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { WidgetContext } from '../widget-context.ts';

/**
 * The annual usage that a panel found, and the service location if the panel knows it. They prefill the quote form.
 */
export interface UsageResult {
  readonly postalCode?: string;
  /** Utility code. Undefined when several utilities serve the ZIP code. */
  readonly utility?: string | undefined;
  /** Decimal string in `unit`. */
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** Encoded source of the figure (see `usage-source.ts`), shown under the field until the customer edits the usage. */
  readonly source: string;
}

/** Props of a panel below the quote form that determines the annual usage. */
export interface UsagePanelProps {
  readonly context: WidgetContext;
  readonly commodity: Commodity;
  /** The selected utility. */
  readonly utility: Utility | undefined;
  /** All utilities that serve the ZIP code. Empty until the lookup succeeds. */
  readonly utilities: readonly Utility[];
  readonly onComplete: (result: UsageResult) => void;
}
