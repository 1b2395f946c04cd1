import { render } from 'preact';
import { App } from './app.tsx';
import { createEmitter } from './host-events.ts';
import { normalizeOptions, type WidgetHandle, type WidgetOptions } from './options.ts';
import { createQuoteFormStore } from './quote-form/create-quote-form-store.ts';
import type { QuoteFormStore } from './quote-form/quote-form-store.ts';
import { consumeResumeToken } from './resume-token.ts';
import theme from './theme.css?inline';
import { createWidgetContext, type WidgetContext } from './widget-context.ts';

/**
 * Brings the widget up inside `target`: a shadow root, or an element that has none yet. Everything it holds belongs to
 * this mount, so many can stand on one page. Its events come from the shadow root's host.
 *
 * @example const shop = mount(element.attachShadow({ mode: 'open' }), { site: 'pk_test_demo', api: 'https://shop.example' });
 */
export function mount(target: ShadowRoot | Element, options: WidgetOptions): WidgetHandle {
  const root = target instanceof Element ? (target.shadowRoot ?? target.attachShadow({ mode: 'open' })) : target;
  const container = document.createElement('div');
  const sheets = new Map<string, CSSStyleSheet>();
  const adoptStyles = (css: string) => {
    if (sheets.has(css)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
    root.adoptedStyleSheets.push(sheet);
  };

  const initialOptions = normalizeOptions(options);
  const isModal = initialOptions.mode === 'button' || initialOptions.mode === 'dialog';
  let mounted: { readonly context: WidgetContext; readonly quoteForm: QuoteFormStore } | undefined;
  let rendered: Promise<void> | undefined;
  function start(currentOptions: WidgetOptions, resumeToken?: string) {
    const { host } = root;
    const context = createWidgetContext({
      options: currentOptions,
      host,
      emit: createEmitter(host, currentOptions.events),
      adoptStyles,
      resumeToken,
    });
    const quoteForm = createQuoteFormStore(context);
    mounted = { context, quoteForm };
    context.openSession();
    // Nothing is drawn in one language and then in another: until its words are there, what stood here stays.
    rendered = context.speak(currentOptions.locale).then(() => {
      if (mounted?.context !== context) return;
      render(<App context={context} quoteForm={quoteForm} />, container);
      // In line it takes the place of what stood here until now: the loader's slot, and in it the page's own children.
      if (!isModal && !container.parentNode) root.replaceChildren(container);
    });
  }
  function stop() {
    mounted?.quoteForm.destroy();
    mounted = undefined;
    render(null, container);
  }

  adoptStyles(theme);
  const deferred = import('./deferred.ts');
  deferred.then(
    ({ css, runMountEffects }) => {
      if (!destroyed) adoptStyles(css);
      runMountEffects(container, root.host);
    },
    () => {},
  );
  start(initialOptions, consumeResumeToken());

  let currentOptions = initialOptions;
  let destroyed = false;
  return {
    open() {
      if (!isModal || destroyed) return;
      Promise.all([import('./modal.ts'), rendered]).then(
        ([{ openModal, css }]) => {
          if (!mounted) return;
          adoptStyles(css);
          openModal(root, container, mounted.context);
        },
        // Without the dialog it stands in the page.
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
      const { context, quoteForm } = mounted;
      context.speak(currentOptions.locale);
      deferred.then(
        ({ applyOptionChanges }) => applyOptionChanges(quoteForm, previous, currentOptions),
        () => {},
      );
    },
    destroy() {
      if (destroyed) return;
      destroyed = true;
      stop();
      (container.closest('dialog') ?? container).remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => ![...sheets.values()].includes(sheet));
    },
  };
}
