import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitFor } from '../../../test/support/flow.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createWidgetContext } from '../widget-context.ts';
import { createLazy } from './lazy.tsx';

let container: HTMLElement;
beforeEach(() => {
  sessionStorage.clear();
  container = document.createElement('div');
  document.body.append(container);
});
afterEach(() => {
  render(null, container);
  container.remove();
});

const adoptedStyles: string[] = [];
function createContext(): WidgetContext {
  const options = { site: 'pk_test_fake', api: location.origin, fetch: () => new Promise<Response>(() => {}) };
  const adoptStyles = (css: string) => void adoptedStyles.push(css);
  return createWidgetContext({ options, host: container, emit: () => true, adoptStyles });
}
const text = () => container.textContent;

function Counter({ message }: { readonly context: WidgetContext; readonly message: string }) {
  const clicks = useSignal(0);
  return (
    <button type="button" onClick={() => clicks.value++}>
      {message} {clicks.value}
    </button>
  );
}

test('a lazy component shows a skeleton, then its content with its style sheet', async () => {
  const Lazy = createLazy(async () => ({ View: Counter, css: '.counter {}', props: { message: 'loaded' } }));
  render(<Lazy context={createContext()} />, container);
  expect(container.querySelector('[role=status]')).not.toBeNull();
  await waitFor(() => expect(text()).toBe('loaded 0'));
  expect(adoptedStyles).toContain('.counter {}');
});

test('a lazy component shows a retry button after it failed to load', async () => {
  let attempts = 0;
  const Lazy = createLazy(async () => {
    if (++attempts === 1) throw new Error('blocked');
    return { View: Counter, props: { message: 'loaded' } };
  });
  render(<Lazy context={createContext()} />, container);
  await waitFor(() => expect(container.querySelector('[role=alert]')).not.toBeNull());
  container.querySelector('button')?.click();
  await waitFor(() => expect(text()).toBe('loaded 0'));
});

test('a lazy component shows its fallback while it loads and after a failure', async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const Lazy = createLazy<{ readonly context: WidgetContext; readonly fallback: string }, object>(() => promise);
  render(<Lazy context={createContext()} fallback="Total from 12 bills" />, container);
  expect(container.innerHTML).toBe('Total from 12 bills');
  reject(new Error('blocked'));
  await promise.catch(() => {});
  await Promise.resolve();
  expect(container.innerHTML).toBe('Total from 12 bills');
});

test('a lazy component loads new messages when the language changes, and keeps its state', async () => {
  const context = createContext();
  const Lazy = createLazy(async ({ app }) => ({ View: Counter, props: { message: app.tryAgain } }));
  render(<Lazy context={context} />, container);
  await waitFor(() => expect(text()).toBe('Try again 0'));
  container.querySelector('button')?.click();
  await waitFor(() => expect(text()).toBe('Try again 1'));
  await context.setLocale('es');
  await waitFor(() => expect(text()).toBe(`${context.catalog.app.tryAgain} 1`));
  expect(text()).not.toContain('Try again');
});

test('a lazy component loads once per widget, and renders without a skeleton if it was preloaded', async () => {
  let loads = 0;
  const Lazy = createLazy(async () => {
    loads++;
    return { View: Counter, props: { message: 'loaded' } };
  });
  const context = createContext();
  expect(Lazy.isLoaded(context)).toBe(false);
  await Lazy.preload(context);
  expect(Lazy.isLoaded(context)).toBe(true);
  render(
    <>
      <Lazy context={context} />
      <Lazy context={context} />
    </>,
    container,
  );
  expect(text()).toBe('loaded 0loaded 0');
  await new Promise(requestAnimationFrame);
  expect(loads).toBe(1);
  expect(Lazy.isLoaded(createContext())).toBe(false);
});
