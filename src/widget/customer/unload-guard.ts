import type { WidgetContext } from '../widget-context.ts';
import type { CustomerInput } from './customer-input.ts';

/** Whether anything was typed by hand: a ZIP code filled in by itself is no loss. */
const hasInput = ({ fields, accounts }: CustomerInput) =>
  [...Object.values(fields), ...accounts.flatMap(({ identifier, street }) => [identifier, street])].some((text) =>
    text.trim(),
  );

/**
 * Lets the browser ask before the page is left with details that nothing has kept yet: they live in its memory only.
 *
 * @returns stops asking
 */
export function guardUnload({ customerInput, files, flow }: WidgetContext): () => void {
  const onBeforeUnload = (event: BeforeUnloadEvent) => {
    const input = customerInput.value;
    const hasUnsavedInput = (input && hasInput(input)) || Object.keys(files.value).length > 0;
    if (flow.value.step !== 'tracking' && hasUnsavedInput) event.preventDefault();
  };
  addEventListener('beforeunload', onBeforeUnload);
  return () => removeEventListener('beforeunload', onBeforeUnload);
}
