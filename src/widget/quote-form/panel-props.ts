import type { WidgetContext } from '../widget-context.ts';
import type { QuoteFormStore } from './quote-form-store.ts';

/** What a panel under the form is given. */
export interface PanelProps {
  readonly context: WidgetContext;
  readonly form: QuoteFormStore;
  /** The panel did what it is for. */
  readonly onComplete: () => void;
}
