/**
 * Options of one widget. `site` is the publishable key, `api` a URL on the BFF's origin. `postalCode`, `commodity` and
 * `annualUsage` prefill the first step, but earlier input in this tab takes precedence. The attributes of the element
 * are the same options in kebab case: `postal-code` is `postalCode`.
 *
 * @example { site: 'pk_test_demo', api: 'https://shop.example', postalCode: '75201', annualUsage: '120,000 kWh' }
 */
export interface WidgetOptions {
  readonly site: string;
  readonly api: string;
  readonly locale?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly commodity?: string | undefined;
  readonly annualUsage?: string | undefined;
  /** `inline` by default. `button` and `dialog` open the widget in a modal dialog. */
  readonly mode?: string | undefined;
  /** `shadow` by default. `frame` shows the widget in an iframe on the server's own origin. */
  readonly isolation?: string | undefined;
  /** The broker's phone number, shown when the server is unreachable. */
  readonly phone?: string | undefined;
  /** Name of a global array that receives every event, such as a tag manager's `dataLayer`. */
  readonly events?: string | undefined;
  /** Returns a new bot check token, for example from Turnstile. Called only if the site requires one. */
  readonly proof?: (() => Promise<string>) | undefined;
  /** Replaces the global `fetch` in tests. */
  readonly fetch?: typeof globalThis.fetch;
}

/** A mounted widget. `destroy` is idempotent. */
export interface WidgetHandle {
  /** Opens the modal dialog. Does nothing in `inline` mode. */
  open(): void;
  update(options: Partial<WidgetOptions>): void;
  destroy(): void;
}

/** Converts attribute names to option names, and `api` to its origin. */
export function normalizeOptions<Options extends Partial<WidgetOptions>>(options: Options): Options {
  const toCamelCase = (name: string) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const camelCased = Object.entries(options).map(([name, value]) => [toCamelCase(name), value]);
  const api = options.api && { api: new URL(options.api).origin };
  return Object.assign({ ...options }, Object.fromEntries(camelCased), api);
}
