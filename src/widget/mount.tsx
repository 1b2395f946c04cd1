import { render } from 'preact';
import { App } from './app.tsx';
import { emitFrom } from './host-events.ts';
import type { WidgetHandle, WidgetOptions } from './options.ts';
import { createRatesModel } from './rates/create-rates-model.ts';
import { takeResumeSecret } from './resume-secret.ts';
import { createShopper } from './shopper.ts';
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

  let stop: (() => void) | undefined;
  let prefill: ((changes: Partial<WidgetOptions>) => void) | undefined;
  function start(current: WidgetOptions, resume?: string) {
    const { host } = root;
    const shopper = createShopper({ options: current, host, emit: emitFrom(host), adopt, resume });
    const rates = createRatesModel(shopper);
    render(<App shopper={shopper} rates={rates} />, container);
    shopper.open();
    prefill = rates.prefill;
    stop = () => {
      rates.destroy();
      render(null, container);
    };
  }

  adopt(theme);
  root.append(container);
  start(options, takeResumeSecret());

  let current = options;
  let destroyed = false;
  return {
    update(changes) {
      if (destroyed) return;
      const before = current;
      current = { ...current, ...changes };
      const another = current.site !== before.site || current.api !== before.api || current.locale !== before.locale;
      if (!another) return prefill?.(changes);
      stop?.();
      start(current);
    },
    destroy() {
      if (destroyed) return;
      destroyed = true;
      stop?.();
      container.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => ![...sheets.values()].includes(sheet));
    },
  };
}
