import type { WidgetHandle, WidgetOptions } from '../widget/options.ts';

/** Loads the app for the BFF at `api`, and returns the function that mounts it in a shadow root. */
type AppLoader = (
  api: string,
) => Promise<(root: ShadowRoot, options: WidgetOptions) => WidgetHandle | Promise<WidgetHandle>>;

export const TAG_NAME = 'commercial-shopper';

const MODAL_SELECTOR = '[mode=button],[mode=dialog]';

/**
 * Base styles of the element. The minimum height prevents layout shift while the app loads. Modes that open a modal
 * dialog reserve no height, because they show only a button.
 */
const baseStyles = `:host{display:block;min-height:24rem}:host(:is(${MODAL_SELECTOR})){display:inline-block;min-height:0}:host([hidden]){display:none}button{font:inherit;min-height:44px}`;

/** Methods of the element, in addition to its attributes. */
export interface CommercialShopperElement extends HTMLElement {
  /** Opens the modal dialog in mode `button` or `dialog`. */
  open(): Promise<void>;
  /** Returns a new bot check token. Needed only if the site requires a bot check. */
  proof?: WidgetOptions['proof'];
}

declare global {
  interface HTMLElementTagNameMap {
    'commercial-shopper': CommercialShopperElement;
  }
}

/**
 * Defines `<commercial-shopper>` unless it is already defined.
 *
 * @param base a URL on the BFF's origin
 * @param loadApp called when the app is needed
 */
export function defineElement(base: string, loadApp: AppLoader): void {
  if (customElements.get(TAG_NAME)) return;

  // The class is defined inside this function, so that a server without `HTMLElement` can import this module.
  class ShopperElement extends HTMLElement implements CommercialShopperElement {
    // `declare` creates no class field. A class field would reset a value that the page has set before the element was
    // defined.
    declare proof?: WidgetOptions['proof'];
    #root = this.attachShadow({ mode: 'open' });
    #slot: HTMLSlotElement | undefined;
    #handle: WidgetHandle | undefined;
    #loading: Promise<void> | undefined;

    constructor() {
      super();
      new MutationObserver(() => this.#handle?.update(this.#options())).observe(this, { attributes: true });
    }

    /**
     * Shows the children or, in mode `button`, a button. Loads the app when the element is near the viewport or is
     * used.
     */
    connectedCallback(): void {
      if (this.#slot) return;
      this.#slot = document.createElement('slot');
      const slot = this.#slot;
      this.#root.replaceChildren(slot);
      try {
        const style = new CSSStyleSheet();
        style.replaceSync(baseStyles);
        this.#root.adoptedStyleSheets = [style];
      } catch {
        // The browser does not support constructable style sheets. The app also requires them, so the error is reported
        // when the app loads.
      }
      // A page that was opened with a resume or approval link, or to which the customer returns after signing, must show
      // the contract immediately. The widget removes the link's secret from the URL.
      if (location.hash.includes('shopper-') || this.#isBackFromSigning()) this.open();
      if (!this.matches(MODAL_SELECTOR)) {
        // The margin is about the distance of one fast scroll. A hidden element never intersects, so its app does not
        // load.
        const options = { rootMargin: '800px' };
        new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && this.#load(), options).observe(this);
        return;
      }
      slot.onpointerenter = () => this.#load();
      slot.onclick = () => this.open();
      if (this.matches('[mode=button]'))
        slot.append(createButton(this.getAttribute('label') ?? this.#localize('See rates', 'Ver tarifas')));
    }

    /**
     * Waits for a microtask before removing the widget. Moving an element disconnects and reconnects it in the same
     * task, and must not discard the customer's input.
     */
    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#handle?.destroy();
        this.#slot = this.#handle = this.#loading = undefined;
      });
    }

    /**
     * Whether this tab opened the signing page before the page was loaded again. See the widget's `session-storage.ts`.
     */
    #isBackFromSigning(): boolean {
      try {
        return sessionStorage.getItem(`shopper:${this.getAttribute('site')}:signing`) !== null;
      } catch {
        // The page is not allowed to use storage.
        return false;
      }
    }

    async open(): Promise<void> {
      await this.#load();
      this.#handle?.open();
    }

    /**
     * Chooses the language of a text that is shown before the app and its message catalogs have loaded. Like the app,
     * uses the `locale` attribute or else the nearest `lang`.
     */
    #localize(english: string, spanish: string): string {
      const locale =
        this.getAttribute('locale') || (this.closest<HTMLElement>('[lang]') ?? document.documentElement).lang;
      return /^es\b/i.test(locale) ? spanish : english;
    }

    #options(): WidgetOptions {
      const attributes = Object.fromEntries([...this.attributes].map(({ name, value }) => [name, value]));
      // `update` keeps the options that it does not receive, so a removed `locale` must be explicit.
      return { site: '', api: base, locale: undefined, ...attributes, proof: this.proof };
    }

    #load(): Promise<void> {
      this.#loading ??= this.#mountApp().catch((error) => this.#showError(error));
      return this.#loading;
    }

    async #mountApp(): Promise<void> {
      const slot = this.#slot;
      const mount = await loadApp(this.#options().api);
      // The element may have been removed in the meantime.
      if (slot === this.#slot) this.#handle = await mount(this.#root, this.#options());
    }

    /** Shows an error message in the slot, so customers see it only if the element has no children. */
    #showError(error: unknown): void {
      console.error(`${TAG_NAME}: ${error}`);
      this.#loading = undefined;
      const retryButton = createButton(this.#localize('Try again', 'Reintentar'));
      retryButton.onclick = () => {
        this.#slot = undefined;
        this.connectedCallback();
      };
      const phone = this.getAttribute('phone');
      const text = this.#localize(
        `Rates couldn’t load. Try again or call ${phone ?? 'us'}. `,
        `Las tarifas no se cargaron. Intente de nuevo o ${phone ? `llame al ${phone}` : 'llámenos'}. `,
      );
      this.#slot?.replaceChildren(text, retryButton);
      const detail = { code: 'app_not_loaded' };
      this.dispatchEvent(new CustomEvent('shopper:error', { detail, bubbles: true, composed: true }));
    }
  }
  customElements.define(TAG_NAME, ShopperElement);
}

function createButton(label: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.part.add('open');
  button.textContent = label;
  return button;
}
