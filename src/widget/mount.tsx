import { render } from 'preact';
import { App } from './app.tsx';
import { emitFrom } from './host-events.ts';
import { tidyOptions, type WidgetHandle, type WidgetOptions } from './options.ts';
import { createRatesModel } from './rates/create-rates-model.ts';
import type { RatesModel } from './rates/rates-model.ts';
import { takeResumeSecret } from './resume-secret.ts';
import { createShopper, type Shopper } from './shopper.ts';
import theme from './theme.css?inline';

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
  const adopt = (css: string) => {
    if (sheets.has(css)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
    root.adoptedStyleSheets.push(sheet);
  };

  const given = tidyOptions(options);
  const overPage = given.mode === 'button' || given.mode === 'dialog';
  let now: { readonly shopper: Shopper; readonly rates: RatesModel } | undefined;
  let drawn: Promise<void> | undefined;
  function start(current: WidgetOptions, resume?: string) {
    const { host } = root;
    const shopper = createShopper({ options: current, host, emit: emitFrom(host, current.events), adopt, resume });
    const rates = createRatesModel(shopper);
    now = { shopper, rates };
    shopper.open();
    // Nothing is drawn in one language and then in another: until its words are there, what stood here stays.
    drawn = shopper.speak(current.locale).then(() => {
      if (now?.shopper !== shopper) return;
      render(<App shopper={shopper} rates={rates} />, container);
      // In line it takes the place of what stood here until now: the loader's slot, and in it the page's own children.
      if (!overPage && !container.parentNode) root.replaceChildren(container);
    });
  }
  function stop() {
    now?.rates.destroy();
    now = undefined;
    render(null, container);
  }

  adopt(theme);
  const afterPaint = import('./after-paint.ts');
  afterPaint.then(
    ({ css, settle }) => {
      if (!destroyed) adopt(css);
      settle(container, root.host);
    },
    () => {},
  );
  start(given, takeResumeSecret());

  let current = given;
  let destroyed = false;
  return {
    open() {
      if (!overPage || destroyed) return;
      Promise.all([import('./over-page.ts'), drawn]).then(
        ([{ openOverPage, css }]) => {
          if (!now) return;
          adopt(css);
          openOverPage(root, container, now.shopper);
        },
        // Without the dialog it stands in the page.
        () => root.append(container),
      );
    },
    update(changes) {
      if (destroyed || !now) return;
      const before = current;
      current = { ...current, ...tidyOptions(changes) };
      if (current.site !== before.site || current.api !== before.api) {
        stop();
        return start(current);
      }
      const { shopper, rates } = now;
      shopper.speak(current.locale);
      afterPaint.then(
        ({ prefillAgain }) => prefillAgain(rates, before, current),
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
