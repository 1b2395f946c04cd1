import { effect } from '@preact/signals';
import type { Flow } from './flow-reducer.ts';
import type { WidgetContext } from './widget-context.ts';

/** How many steps there are to go back. From a contract there are none. */
const stepDepth = ({ step }: Flow): number => (step === 'customer' ? 1 : step === 'signing' ? 2 : 0);

/** The one key of ours in the page's `history.state`. It holds, for each mount, how deep it stood at that entry. */
const STATE_KEY = 'commercialShopper';

/**
 * Makes the browser's Back lead one step back, as the button in the step does, instead of off the page. The address
 * stays as it is, and so does the page's own state, beside ours. Entries that do not know this mount are not its
 * business: the page's router, or another widget, has made them.
 *
 * @returns stops listening; the entries made stay
 */
export function syncHistory({ flow, dispatch }: WidgetContext): () => void {
  const mountId = Math.random().toString(36).slice(2);
  let currentDepth = 0;
  let pushedAt = '';
  /** We are going back ourselves, after the button in the step was used; the browser takes a moment. */
  let isGoingBack = false;

  const depthsByMount = (state: unknown) =>
    isPlainObject(state) && isPlainObject(state[STATE_KEY]) ? state[STATE_KEY] : {};
  const depthIn = (state: unknown) => {
    const depth = depthsByMount(state)[mountId];
    return typeof depth === 'number' ? depth : undefined;
  };
  function writeState(method: 'pushState' | 'replaceState', depth: number) {
    const state: unknown = history.state ?? {};
    // A page that keeps something else than an object there leaves us no room.
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
      // What lies between may be another's: then the entry stays, and one press of Back will change nothing.
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
      // A sandboxed frame may have no history, and Safari limits how often it changes.
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
