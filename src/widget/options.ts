/**
 * How one widget is set up. `site` is the publishable key, `api` the BFF's origin. The rest prefills the first step;
 * what the customer typed earlier in this tab goes before it.
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
  /** For tests: the network. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What `mount` gives back. `destroy` may be called more than once. */
export interface WidgetHandle {
  update(options: Partial<WidgetOptions>): void;
  destroy(): void;
}
