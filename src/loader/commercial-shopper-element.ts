import type { WidgetHandle, WidgetOptions } from '../widget/options.ts';

/** The app's hashed file, `app-Bx3f.js`; the build puts it in. */
declare const __APP_FILE__: string;

type Mount = (root: ShadowRoot, options: WidgetOptions) => WidgetHandle;

export const tagName = 'commercial-shopper';

/** Children stand in the slot until the app is up. The height is kept for it, so that the page does not jump. */
const sheet = ':host{display:block;min-height:24rem}:host([hidden]){display:none}button{font:inherit;min-height:44px}';

/**
 * Defines `<commercial-shopper>`, unless another tag has. `base` is the loader's own address: the app lies beside it,
 * and the BFF answers at its origin.
 */
export function defineElement(base: string): void {
  if (customElements.get(tagName)) return;

  class CommercialShopperElement extends HTMLElement {
    static observedAttributes = ['site', 'api', 'locale', 'postal-code', 'commodity', 'annual-usage'];
    #handle: WidgetHandle | undefined;
    /** Counts the tries, so that one overtaken by a removal or another try changes nothing. */
    #turn = 0;
    #changed = false;

    connectedCallback(): void {
      this.#start();
    }

    disconnectedCallback(): void {
      this.#turn++;
      this.#handle?.destroy();
      this.#handle = undefined;
    }

    attributeChangedCallback(): void {
      if (this.#changed || !this.#handle) return;
      this.#changed = true;
      queueMicrotask(() => {
        this.#changed = false;
        this.#handle?.update(this.#options());
      });
    }

    #options(): WidgetOptions {
      const read = (name: string) => this.getAttribute(name) ?? undefined;
      return {
        site: read('site') ?? '',
        api: new URL(read('api') ?? base).origin,
        locale: read('locale'),
        postalCode: read('postal-code'),
        commodity: read('commodity'),
        annualUsage: read('annual-usage'),
      };
    }

    async #start(): Promise<void> {
      const turn = ++this.#turn;
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const style = new CSSStyleSheet();
      style.replaceSync(sheet);
      root.adoptedStyleSheets = [style];
      const slot = document.createElement('slot');
      root.replaceChildren(slot);
      try {
        const app: { mount: Mount } = await import(/* @vite-ignore */ new URL(`assets/${__APP_FILE__}`, base).href);
        if (turn !== this.#turn) return;
        this.#handle = app.mount(root, this.#options());
        slot.remove();
      } catch {
        if (turn !== this.#turn) return;
        // Shown by the slot only where the page gave no children of its own.
        const button = document.createElement('button');
        button.textContent = 'Try again';
        button.onclick = () => this.#start();
        slot.replaceChildren('The energy shop did not load. ', button);
        const detail = { code: 'app_not_loaded' };
        this.dispatchEvent(new CustomEvent('shopper:error', { detail, bubbles: true, composed: true }));
      }
    }
  }
  customElements.define(tagName, CommercialShopperElement);
}
