import { render } from 'preact';
import { App } from './app.tsx';
import { createEmitter } from './host-events.ts';
import { type LinkSecret, takeLinkSecret } from './link-secret.ts';
import { normalizeOptions, type WidgetHandle, type WidgetOptions } from './options.ts';
import { createRatesStore, type RatesStore } from './quote-form/rates-store.ts';
import theme from './theme.css?inline';
import { createWidgetContext, type WidgetContext } from './widget-context.ts';

/**
 * Mounts the widget in `target`, a shadow root or an element that gets a shadow root. Each call creates separate state,
 * so several widgets can run on one page. Events are dispatched at the host of the shadow root.
 *
 * @example
 * const root = element.attachShadow({ mode: 'open' });
 * const widget = mount(root, { site: 'pk_test_demo', api: 'https://shop.example' });
 */
// This function is longer than most, because `open`, `update` and `destroy` share the state of the widget.
export function mount(target: ShadowRoot | Element, options: WidgetOptions): WidgetHandle {
  const root = target instanceof Element ? (target.shadowRoot ?? target.attachShadow({ mode: 'open' })) : target;
  const container = document.createElement('div');
  const styles = createStyleAdopter(root);
  const initialOptions = normalizeOptions(options);
  const isModal = initialOptions.mode === 'button' || initialOptions.mode === 'dialog';
  let mounted: { readonly context: WidgetContext; readonly rates: RatesStore } | undefined;
  let rendered: Promise<void> | undefined;
  function start(currentOptions: WidgetOptions, link?: LinkSecret) {
    const { host } = root;
    const emit = createEmitter(host, currentOptions.events);
    const context = createWidgetContext({
      options: currentOptions,
      host,
      emit,
      adoptStyles: styles.adopt,
      link,
    });
    const rates = createRatesStore(context);
    mounted = { context, rates };
    // Creating the session uses the link, so the customer must ask for it.
    if (!link) context.openSession();
    // The widget renders after the messages of the requested language have loaded, so that the language does not change
    // after the first paint.
    rendered = context.setLocale(context.sessionStore.read('locale') ?? currentOptions.locale).then(() => {
      if (mounted?.context !== context) return;
      render(<App context={context} rates={rates} />, container);
      // In inline mode, the widget replaces the loader's slot, which shows the element's children.
      if (!isModal && !container.parentNode) root.replaceChildren(container);
    });
  }
  function stop() {
    mounted?.rates.destroy();
    mounted = undefined;
    render(null, container);
  }

  styles.adopt(theme);
  const deferred = import('./deferred.ts');
  deferred.then(
    ({ css, runMountEffects }) => {
      if (!destroyed) styles.adopt(css);
      runMountEffects(container, root.host);
    },
    () => {},
  );
  start(initialOptions, takeLinkSecret(root.host));

  let currentOptions = initialOptions;
  let destroyed = false;
  return {
    open() {
      if (!isModal || destroyed) return;
      Promise.all([import('./modal.ts'), rendered]).then(
        ([{ openModal, css }]) => {
          if (!mounted) return;
          styles.adopt(css);
          openModal(root, container, mounted.context);
        },
        // If the dialog fails to load, the widget is shown inline.
        () => root.append(container),
      );
    },
    update(changes) {
      if (destroyed || !mounted) return;
      const previous = currentOptions;
      currentOptions = { ...currentOptions, ...normalizeOptions(changes) };
      if (currentOptions.site !== previous.site || currentOptions.api !== previous.api) {
        stop();
        return start(currentOptions);
      }
      const { context, rates } = mounted;
      context.setLocale(currentOptions.locale);
      import('./apply-option-changes.ts').then(
        ({ applyOptionChanges }) => applyOptionChanges(rates, previous, currentOptions),
        () => {},
      );
    },
    destroy() {
      if (destroyed) return;
      destroyed = true;
      stop();
      (container.closest('dialog') ?? container).remove();
      styles.remove();
    },
  };
}

interface StyleAdopter {
  /** Adopts a style sheet unless it has already been adopted. */
  adopt(css: string): void;
  remove(): void;
}

function createStyleAdopter(root: ShadowRoot): StyleAdopter {
  const sheets = new Map<string, CSSStyleSheet>();
  return {
    adopt(css) {
      if (sheets.has(css)) return;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
      root.adoptedStyleSheets.push(sheet);
    },
    remove() {
      const adopted = new Set(sheets.values());
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => !adopted.has(sheet));
    },
  };
}
