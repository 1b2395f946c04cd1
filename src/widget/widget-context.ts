import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Commodity, Site } from '../wire/session.ts';
import type { ApiClient, ApiClientOptions } from './api/api-client.ts';
import { type ErrorKind, toErrorKind } from './api/errors.ts';
import { type Flow, type FlowEvent, reduceFlow } from './flow-reducer.ts';
import type { Emit } from './host-events.ts';
import { createI18n, type I18n } from './i18n/i18n.ts';
import { forgetLinkSecret, type LinkSecret } from './link-secret.ts';
import type { WidgetOptions } from './options.ts';
import { createSessionStore, type SessionStore } from './session-storage.ts';

interface StartupError {
  readonly kind: ErrorKind;
  readonly phone: string | undefined;
}

/** The state and services that all steps of one mounted widget share. */
export interface WidgetContext extends I18n {
  readonly options: WidgetOptions;
  readonly host: Element;
  readonly sessionStore: SessionStore;
  readonly emit: Emit;
  readonly flow: ReadonlySignal<Flow>;
  /** Undefined until the session has been created. The form is shown before that. */
  readonly site: ReadonlySignal<Site | undefined>;
  readonly startupError: ReadonlySignal<StartupError | undefined>;
  /** Time after which the customer can try again, for the most recently reached quota (ISO 8601). */
  readonly quotaEndsAt: ReadonlySignal<string | undefined>;
  /** Whether the shown contract has been signed, according to the BFF. */
  readonly signed: Signal<boolean>;
  /** Commodities that do not have a contract yet, in order, when the customer buys both. */
  readonly pendingCommodities: ReadonlySignal<readonly Commodity[]>;
  setPendingCommodities(allCommodities: readonly Commodity[]): void;
  dispatch(event: FlowEvent): void;
  /** Loads the API client with its schemas, which are not part of the first paint. */
  loadApiClient(): Promise<ApiClient>;
  /** Opens the session, and uses the link that opened the page. Call this again to retry. */
  openSession(): Promise<void>;
  adoptStyles(css: string): void;
}

const allCommodities: readonly Commodity[] = ['electric', 'gas'];

interface WidgetContextOptions {
  readonly options: WidgetOptions;
  readonly host: Element;
  readonly emit: Emit;
  readonly link?: LinkSecret | undefined;
  readonly adoptStyles: (css: string) => void;
}

/** Creates the context of one widget. The flow starts with this tab's contract, if the tab has a contract. */
export function createWidgetContext(contextOptions: WidgetContextOptions): WidgetContext {
  const { options, host, emit, adoptStyles, link } = contextOptions;
  const i18n = createI18n(host, options.locale);
  // The site's languages remain unknown until the customer uses the link.
  if (link) i18n.setAllowedLocales();
  const sessionStore = createSessionStore(options.site);
  const flow = signal<Flow>(initialFlow(sessionStore, link));
  const site = signal<Site | undefined>(undefined);
  const startupError = signal<StartupError | undefined>(undefined);
  const pendingCommodities = signal(
    allCommodities.filter((commodity) => sessionStore.read('pendingCommodities')?.includes(commodity)),
  );
  const setPendingCommodities = (commodities: readonly Commodity[]) => {
    pendingCommodities.value = [...commodities];
    sessionStore.write('pendingCommodities', commodities.join(' '));
  };
  /** Whether the customer has asked for the session that uses the link. */
  let isLinkRequested = false;
  const quotaEndsAt = signal<string | undefined>(undefined);
  const loadApiClient = createClientLoader(options, {
    locale: () => i18n.locale(),
    sessionStore,
    link: () => (isLinkRequested ? link : undefined),
    onSessionEnded: () => dispatch({ type: 'session_ended' }),
    onQuotaReached: (seconds) => {
      quotaEndsAt.value = new Date(Date.now() + seconds * 1000).toISOString();
    },
  });
  const dispatch = (event: FlowEvent) => {
    const previous = flow.value;
    const next = reduceFlow(previous, event);
    if (next === previous) return;
    batch(() => {
      if (previous.step === 'signing' && next.step === 'tracking') {
        setPendingCommodities(
          pendingCommodities.value.filter((commodity) => commodity !== previous.selection.offer.commodity),
        );
      }
      // While a rejected contract is being corrected, it remains the tab's contract.
      if (next.step === 'tracking') sessionStore.write('contract', next.contractId);
      if (next.step === 'rates') {
        sessionStore.write('contract', undefined);
        sessionStore.write('reference', undefined);
      }
      flow.value = next;
    });
    if (next.step !== previous.step) emit('shopper:step', { step: next.step });
  };

  return {
    options,
    host,
    get catalog() {
      return i18n.catalog;
    },
    get format() {
      return i18n.format;
    },
    setLocale: i18n.setLocale,
    onBeforeLocaleChange: i18n.onBeforeLocaleChange,
    sessionStore,
    emit,
    flow,
    site,
    startupError,
    quotaEndsAt,
    signed: signal(false),
    pendingCommodities,
    setPendingCommodities,
    loadApiClient,
    adoptStyles,
    dispatch,
    async openSession() {
      startupError.value = undefined;
      isLinkRequested = true;
      if (link) forgetLinkSecret();
      try {
        const session = await (await loadApiClient()).session();
        site.value = session.site;
        i18n.setAllowedLocales(session.site.locales);
        emit('shopper:ready', { environment: session.site.environment });
      } catch (error) {
        const kind = toErrorKind(error);
        const phone = await import('./report-startup-error.ts').then(
          ({ reportStartupError }) => reportStartupError(error, options, sessionStore),
          () => options.phone,
        );
        startupError.value = { kind, phone };
        i18n.setAllowedLocales();
        emit('shopper:error', { code: kind });
      }
    },
  };
}

function initialFlow({ read }: SessionStore, link: LinkSecret | undefined): Flow {
  const contractId = read('contract');
  if (link) return { step: 'tracking', landing: link.resume === undefined ? 'approval_link' : 'resume_link' };
  if (contractId) return { step: 'tracking', contractId };
  if (read('approval')) return { step: 'tracking', landing: 'approval' };
  return read('reference') ? { step: 'tracking', landing: 'session_ended' } : { step: 'rates' };
}

/** Loads the API client once. After a failure, the next call tries again. */
function createClientLoader(
  options: WidgetOptions,
  {
    locale,
    ...clientOptions
  }: Pick<ApiClientOptions, 'sessionStore' | 'link' | 'onSessionEnded' | 'onQuotaReached'> & {
    readonly locale: () => string;
  },
): () => Promise<ApiClient> {
  let clientPromise: Promise<ApiClient> | undefined;
  return () => {
    clientPromise ??= import('./api/api-client.ts').then(({ createApiClient }) =>
      createApiClient({
        api: options.api,
        siteKey: options.site,
        locale: locale(),
        fetch: options.fetch,
        ...clientOptions,
        botCheckToken: options.proof,
      }),
    );
    clientPromise.catch(() => {
      clientPromise = undefined;
    });
    return clientPromise;
  };
}

/**
 * Defines state that is separate for each widget on the page and belongs to one feature. The state is created on first
 * use and garbage-collected with the widget.
 *
 * @example
 * export const customerInput = perWidget(() => signal<CustomerInput | undefined>(undefined));
 * customerInput(context).value = undefined;
 */
export function perWidget<State>(create: () => State): (context: WidgetContext) => State {
  const states = new WeakMap<WidgetContext, { readonly state: State }>();
  return (context) => {
    const entry = states.get(context) ?? { state: create() };
    states.set(context, entry);
    return entry.state;
  };
}
