import { effect } from '@preact/signals';
import type { Flow } from './flow.ts';
import type { Shopper } from './shopper.ts';

/** How many steps there are to go back. From a contract there are none. */
const depthOf = ({ step }: Flow): number => (step === 'customer' ? 1 : step === 'signing' ? 2 : 0);

/** The one key of ours in the page's `history.state`. It holds, for each mount, how deep it stood at that entry. */
const key = 'commercialShopper';

/**
 * Makes the browser's Back lead one step back, as the button in the step does, instead of off the page. The address
 * stays as it is, and so does the page's own state, beside ours. Entries that do not know this mount are not its
 * business: the page's router, or another widget, has made them.
 *
 * @returns stops listening; the entries made stay
 */
export function keepStepHistory({ flow, go }: Shopper): () => void {
  const mount = Math.random().toString(36).slice(2);
  let before = 0;
  let madeAt = '';
  /** We are going back ourselves, after the button in the step was used; the browser takes a moment. */
  let returning = false;

  const mountsAt = (state: unknown) => (isPlain(state) && isPlain(state[key]) ? state[key] : {});
  const depthAt = (state: unknown) => {
    const depth = mountsAt(state)[mount];
    return typeof depth === 'number' ? depth : undefined;
  };
  function write(how: 'pushState' | 'replaceState', depth: number) {
    const state: unknown = history.state ?? {};
    // A page that keeps something else than an object there leaves us no room.
    if (isPlain(state)) history[how]({ ...state, [key]: { ...mountsAt(state), [mount]: depth } }, '');
  }

  function follow(depth: number) {
    const here = depthAt(history.state);
    if (depth > (here ?? before)) {
      if (here === undefined) write('replaceState', before);
      write('pushState', depth);
      madeAt = location.href;
    } else if (here !== undefined && depth < here) {
      // What lies between may be another's: then the entry stays, and one press of Back will change nothing.
      returning = Object.keys(mountsAt(history.state)).length === 1 && location.href === madeAt;
      if (returning) history.go(depth - here);
    }
    before = depth;
  }

  const keepUp = () => {
    const depth = depthOf(flow.value);
    if (returning) return;
    try {
      follow(depth);
    } catch {
      // A sandboxed frame may have no history, and Safari limits how often it changes.
    }
  };
  const onPop = ({ state }: PopStateEvent) => {
    if (returning) {
      returning = false;
      return keepUp();
    }
    const depth = depthAt(state);
    while (depth !== undefined && depthOf(flow.peek()) > depth) go({ type: 'back' });
  };

  const stop = effect(keepUp);
  addEventListener('popstate', onPop);
  return () => {
    stop();
    removeEventListener('popstate', onPop);
  };
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.getPrototypeOf(value ?? 0) === Object.prototype;
