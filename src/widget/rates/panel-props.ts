import type { Shopper } from '../shopper.ts';
import type { RatesModel } from './rates-model.ts';

/** What a panel under the form is given. */
export interface PanelProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  /** The panel did what it is for. */
  readonly onDone: () => void;
}
