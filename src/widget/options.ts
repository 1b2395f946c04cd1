/**
 * How one widget is set up. `site` is the publishable key, `api` an address at the BFF. `postalCode`, `commodity` and
 * `annualUsage` prefill the first step; what the customer typed earlier in this tab goes before them. An element's
 * attributes are options too: `postal-code` is `postalCode`.
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
  /** `inline` unless told otherwise; `button` and `dialog` show the shop over the page. */
  readonly mode?: string | undefined;
  /** `shadow` unless told otherwise; `frame` shows the shop in a frame of the server's own origin. */
  readonly isolation?: string | undefined;
  /** The broker's telephone, for when the server that knows it cannot be reached. */
  readonly phone?: string | undefined;
  /** The name of an array of the page that hears every event, like a tag manager's `dataLayer`. */
  readonly events?: string | undefined;
  /** Gives a fresh proof that a person is before the page, like Turnstile's token. Asked only where the site wants one. */
  readonly proof?: (() => Promise<string>) | undefined;
  /** For tests: the network. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What `mount` gives back. `destroy` may be called more than once. */
export interface WidgetHandle {
  /** Shows a shop of mode `button` or `dialog`; one that stands in line is there already. */
  open(): void;
  update(options: Partial<WidgetOptions>): void;
  destroy(): void;
}

/** Attributes as options, and the address at the BFF as its origin. */
export function normalizeOptions<Options extends Partial<WidgetOptions>>(options: Options): Options {
  const toCamelCase = (name: string) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const camelCased = Object.entries(options).map(([name, value]) => [toCamelCase(name), value]);
  const api = options.api && { api: new URL(options.api).origin };
  return Object.assign({ ...options }, Object.fromEntries(camelCased), api);
}
