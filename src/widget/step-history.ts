import { effect } from '@preact/signals';
import type { Flow } from './flow-reducer.ts';
import type { WidgetContext } from './widget-context.ts';

/** The number of steps that the customer can go back. The number is 0 if a contract exists. */
const stepDepth = ({ step }: Flow): number => (step === 'customer' ? 1 : step === 'signing' ? 2 : 0);

/** Key in the page's `history.state`. The value maps each mounted widget to its step depth at that history entry. */
const STATE_KEY = 'commercialShopper';

/**
 * Makes the browser's Back button return to the previous step instead of leaving the page. The URL and the page's own
 * state are preserved. History entries without this widget's ID belong to the page's router or to another widget, and
 * are ignored.
 *
 * @returns a function that stops synchronizing; history entries that were pushed remain
 */
export function syncHistory({ flow, dispatch }: WidgetContext): () => void {
  const mountId = Math.random().toString(36).slice(2);
  let currentDepth = 0;
  let pushedAt = '';
  /** Whether `history.go` was called to go back, but has not taken effect yet. */
  let isGoingBack = false;

  const depthsByMount = (state: unknown) =>
    isPlainObject(state) && isPlainObject(state[STATE_KEY]) ? state[STATE_KEY] : {};
  const depthIn = (state: unknown) => {
    const depth = depthsByMount(state)[mountId];
    return typeof depth === 'number' ? depth : undefined;
  };
  function writeState(method: 'pushState' | 'replaceState', depth: number) {
    const state: unknown = history.state ?? {};
    // A page state that is not an object cannot be extended.
    if (isPlainObject(state))
      history[method]({ ...state, [STATE_KEY]: { ...depthsByMount(state), [mountId]: depth } }, '');
  }

  function moveTo(depth: number) {
    const entryDepth = depthIn(history.state);
    if (depth > (entryDepth ?? currentDepth)) {
      if (entryDepth === undefined) writeState('replaceState', currentDepth);
      writeState('pushState', depth);
      pushedAt = location.href;
    } else if (entryDepth !== undefined && depth < entryDepth) {
      // If entries in between may belong to another script, the widget does not go back. The customer then has to press
      // Back an additional time.
      isGoingBack = Object.keys(depthsByMount(history.state)).length === 1 && location.href === pushedAt;
      if (isGoingBack) history.go(depth - entryDepth);
    }
    currentDepth = depth;
  }

  const sync = () => {
    const depth = stepDepth(flow.value);
    if (isGoingBack) return;
    try {
      moveTo(depth);
    } catch {
      // A sandboxed iframe may have no history, and Safari limits how often the history can change.
    }
  };
  const onPopState = ({ state }: PopStateEvent) => {
    if (isGoingBack) {
      isGoingBack = false;
      return sync();
    }
    const depth = depthIn(state);
    while (depth !== undefined && stepDepth(flow.peek()) > depth) dispatch({ type: 'back' });
  };

  const disposeEffect = effect(sync);
  addEventListener('popstate', onPopState);
  return () => {
    disposeEffect();
    removeEventListener('popstate', onPopState);
  };
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.getPrototypeOf(value ?? 0) === Object.prototype;
