import type { Shopper } from '../shopper.ts';
import type { CustomerInput } from './customer-input.ts';

/** Whether anything was typed by hand: a ZIP code filled in by itself is no loss. */
const isWorthKeeping = ({ texts, accounts }: CustomerInput) =>
  [...Object.values(texts), ...accounts.flatMap(({ identifier, street }) => [identifier, street])].some((text) =>
    text.trim(),
  );

/**
 * Lets the browser ask before the page is left with details that nothing has kept yet: they live in its memory only.
 *
 * @returns stops asking
 */
export function warnBeforeLeaving({ customerInput, files, flow }: Shopper): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    const input = customerInput.value;
    const any = (input && isWorthKeeping(input)) || Object.keys(files.value).length > 0;
    if (flow.value.step !== 'tracking' && any) event.preventDefault();
  };
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}
