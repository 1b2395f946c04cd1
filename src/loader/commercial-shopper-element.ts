import type { WidgetHandle, WidgetOptions } from '../widget/options.ts';

/** Brings the app, and gives back what puts it into a shadow root. */
type AppLoader = () => Promise<(root: ShadowRoot, options: WidgetOptions) => WidgetHandle | Promise<WidgetHandle>>;

export const TAG_NAME = 'commercial-shopper';

/** These open over the page, instead of standing in it. */
const MODAL_SELECTOR = '[mode=button],[mode=dialog]';

/**
 * Children stand in the slot until the app is up. The height is kept for it, so that the page does not jump; a shop that
 * opens over the page takes no more than its button.
 */
const baseStyles = `:host{display:block;min-height:24rem}:host(:is(${MODAL_SELECTOR})){display:inline-block;min-height:0}:host([hidden]){display:none}button{font:inherit;min-height:44px}`;

/** What a script can do with the element, besides its attributes. */
export interface CommercialShopperElement extends HTMLElement {
  /** Shows a shop of mode `button` or `dialog`. */
  open(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    'commercial-shopper': CommercialShopperElement;
  }
}

/**
 * Defines `<commercial-shopper>`, unless another tag has.
 *
 * @param base an address at the BFF
 * @param loadApp called when the app is wanted
 */
export function defineElement(base: string, loadApp: AppLoader): void {
  if (customElements.get(TAG_NAME)) return;

  class Shop extends HTMLElement implements CommercialShopperElement {
    #root = this.attachShadow({ mode: 'open' });
    #slot: HTMLSlotElement | undefined;
    #handle: WidgetHandle | undefined;
    #loading: Promise<void> | undefined;

    constructor() {
      super();
      new MutationObserver(() => this.#handle?.update(this.#options())).observe(this, { attributes: true });
    }

    /** As it stands until the app is wanted: the page's children, or a button where the shop opens over the page. */
    connectedCallback(): void {
      if (this.#slot) return;
      const slot = document.createElement('slot');
      this.#slot = slot;
      this.#root.replaceChildren(slot);
      try {
        const style = new CSSStyleSheet();
        style.replaceSync(baseStyles);
        this.#root.adoptedStyleSheets = [style];
      } catch {
        // The app needs these too, and will say that it cannot load.
      }
      // Somebody comes back by a link, whose secret the app takes out of the address.
      if (location.hash.includes('shopper-resume')) this.open();
      if (!this.matches(MODAL_SELECTOR)) {
        // Near is about as far as one flick of a finger scrolls. What is not shown is near nothing.
        const options = { rootMargin: '800px' };
        new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && this.#load(), options).observe(this);
        return;
      }
      slot.onpointerenter = () => this.#load();
      slot.onclick = () => this.open();
      if (this.matches('[mode=button]')) slot.append(createButton(this.getAttribute('label') ?? 'See rates'));
    }

    /** One that is only moved comes back in the same breath, and keeps what was typed. */
    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#handle?.destroy();
        this.#slot = this.#handle = this.#loading = undefined;
      });
    }

    async open(): Promise<void> {
      await this.#load();
      this.#handle?.open();
    }

    #options(): WidgetOptions {
      const options: Record<string, string> & WidgetOptions = { site: '', api: base };
      for (const { name, value } of this.attributes) options[name] = value;
      return options;
    }

    #load(): Promise<void> {
      this.#loading ??= this.#bringIn().catch((error) => this.#fail(error));
      return this.#loading;
    }

    async #bringIn(): Promise<void> {
      const slot = this.#slot;
      const mount = await loadApp();
      // Not when it has left meanwhile.
      if (slot === this.#slot) this.#handle = await mount(this.#root, this.#options());
    }

    /** The words are shown only where the page gave no children of its own. */
    #fail(error: unknown): void {
      console.error(`commercial-shopper: ${error}`);
      this.#loading = undefined;
      const retryButton = createButton('Try again');
      retryButton.onclick = () => {
        this.#slot = undefined;
        this.connectedCallback();
      };
      this.#slot?.replaceChildren(`The shop did not load. Call ${this.getAttribute('phone') ?? 'us'}. `, retryButton);
      const detail = { code: 'app_not_loaded' };
      this.dispatchEvent(new CustomEvent('shopper:error', { detail, bubbles: true, composed: true }));
    }
  }
  customElements.define(TAG_NAME, Shop);
}

function createButton(label: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.part.add('open');
  button.textContent = label;
  return button;
}
