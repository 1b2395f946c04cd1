import { type Signal, signal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, ComponentType, VNode } from 'preact';
import { type AsyncState, toErrorKind } from '../api/errors.ts';
import type { MessageCatalog } from '../i18n/message-catalog.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';
import { Alert } from './alert.tsx';

interface LazyProps {
  readonly context: WidgetContext;
  /** Shown until the component has loaded, instead of a skeleton or the retry button. */
  readonly fallback?: ComponentChildren;
}

export interface LazyView<Props, LoadedProps> {
  /**
   * Must be the same component after each load. A different component would lose its state when the language changes.
   */
  readonly View: ComponentType<Props & LoadedProps>;
  /** Props that load with the view, such as its messages. */
  readonly props: LoadedProps;
  readonly css?: string | undefined;
}

export interface LazyComponent<Props> {
  (props: Props): VNode | null;
  /**
   * Loads the component before it is shown, so that it renders without a skeleton.
   *
   * @throws Error when loading failed; the console shows the URL of the file
   */
  preload(context: WidgetContext): Promise<void>;
  isLoaded(context: WidgetContext): boolean;
}

interface LazyState<Props, LoadedProps> {
  readonly result: Signal<AsyncState<LazyView<Props, LoadedProps>>>;
  /** The messages that `pending` is loading. Undefined before the first load and after a failure. */
  catalog?: MessageCatalog | undefined;
  pending?: Promise<void>;
  isRegistered?: boolean;
}

/**
 * Creates a component that loads when it is first shown or preloaded. The component shows a skeleton while it loads,
 * and a retry button after a failure. Adopts the component's style sheet. Before a language change takes effect, the
 * component loads its new messages, so that all texts change at the same time. A loaded component stays loaded for its
 * widget.
 *
 * @param load receives the message catalog of the language to load, which differs from the context's catalog during a
 * language change
 * @param skeletonRows height of the skeleton, in bars; 0 for a component that shows nothing until it has loaded
 * @example
 * const Chart = createLazy(async (catalog) => {
 *   const [{ ChartView, css }, messages] = await Promise.all([import('./chart-view.tsx'), loadMessages(catalog)]);
 *   return { View: ChartView, css, props: { messages } };
 * });
 * <Chart context={context} offers={offers} />
 */
export function createLazy<Props extends LazyProps, LoadedProps>(
  load: (catalog: MessageCatalog, context: WidgetContext) => Promise<LazyView<Props, LoadedProps>>,
  skeletonRows?: number,
): LazyComponent<Props> {
  const stateFor = perWidget((): LazyState<Props, LoadedProps> => ({ result: signal({ status: 'loading' }) }));

  /** Loads the component for another language while the widget still shows the current language. */
  function registerForLocaleChanges(state: LazyState<Props, LoadedProps>, context: WidgetContext): void {
    if (state.isRegistered) return;
    state.isRegistered = true;
    context.onBeforeLocaleChange(async (next) => {
      const view = await load(next, context);
      return () => {
        state.catalog = next;
        state.pending = Promise.resolve();
        state.result.value = { status: 'success', data: view };
      };
    });
  }

  function loadInto(state: LazyState<Props, LoadedProps>, context: WidgetContext): Promise<void> {
    const { catalog } = context;
    if (state.catalog === catalog && state.pending) return state.pending;
    state.catalog = catalog;
    if (state.result.peek().status === 'error') state.result.value = { status: 'loading' };
    state.pending = load(catalog, context).then(
      (view) => {
        if (state.catalog !== catalog) return;
        registerForLocaleChanges(state, context);
        if (view.css) context.adoptStyles(view.css);
        state.result.value = { status: 'success', data: view };
      },
      (error: unknown) => {
        if (state.catalog === catalog) {
          state.catalog = undefined;
          if (state.result.peek().status === 'loading')
            state.result.value = { status: 'error', errorKind: toErrorKind(error) };
        }
        throw error;
      },
    );
    return state.pending;
  }

  function LazyPart(props: Props): VNode | null {
    const { context, fallback } = props;
    const state = stateFor(context);
    const messages = context.catalog.app;
    const show = () => {
      // `state.result` reports a failure.
      loadInto(state, context).catch(() => {});
    };
    useSignalEffect(show);
    const result = state.result.value;
    if (result.status === 'success') {
      const { View, props: loadedProps } = result.data;
      return <View {...props} {...loadedProps} />;
    }
    if (fallback) return <>{fallback}</>;
    if (result.status === 'error') {
      return (
        <Alert action={messages.tryAgain} onAction={show}>
          {messages.loadFailed}
        </Alert>
      );
    }
    return skeletonRows === 0 ? null : (
      <Skeleton label={messages.loading} {...(skeletonRows && { rows: skeletonRows })} />
    );
  }

  return Object.assign(LazyPart, {
    preload: (context: WidgetContext) => loadInto(stateFor(context), context),
    isLoaded: (context: WidgetContext) => stateFor(context).result.peek().status === 'success',
  });
}

/**
 * Gray placeholder bars for content that is loading. They are about as high as the content, to prevent layout shift.
 */
export function Skeleton({ label, rows = 5 }: { readonly label: string; readonly rows?: number }) {
  return (
    <div class="section" role="status">
      <span class="visually-hidden">{label}</span>
      <div class="skeleton-bar skeleton-bar-heading" />
      <div class="skeleton-bar" />
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="skeleton-bar skeleton-bar-row" />
      ))}
    </div>
  );
}
