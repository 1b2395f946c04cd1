import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Commodity, Site } from '../wire/session.ts';
import type { ApiClient } from './api/api-client.ts';
import type { CustomerInput } from './customer/customer-input.ts';
import type { Uploads } from './customer/upload-state.ts';
import { type ErrorKind, toErrorKind } from './error-kind.ts';
import { type Flow, type FlowEvent, reduceFlow } from './flow-reducer.ts';
import type { Emit } from './host-events.ts';
import { createI18n, type I18n } from './i18n/i18n.ts';
import type { ImportedLocation as ListedSite } from './location-import/parse-rows.ts';
import type { WidgetOptions } from './options.ts';
import { createSessionStore, type SessionStore } from './session-storage.ts';
import type { SigningState } from './signing/signing-machine.ts';

/** Why the shop did not open, and whom to call instead. */
export interface StartupError {
  readonly kind: ErrorKind;
  readonly phone: string | undefined;
}

export interface ImportedLocations {
  readonly utilities: readonly string[];
  readonly locations: readonly ListedSite[];
}

/** One mounted widget: what its steps share. */
export interface WidgetContext extends I18n {
  readonly options: WidgetOptions;
  /** The element on the page that the widget stands in. */
  readonly host: Element;
  readonly sessionStore: SessionStore;
  readonly emit: Emit;
  readonly flow: ReadonlySignal<Flow>;
  /** Undefined until it is known. The form shows before it is. */
  readonly site: ReadonlySignal<Site | undefined>;
  readonly startupError: ReadonlySignal<StartupError | undefined>;
  /** What was typed into the customer step, kept while the customer goes back and forth. */
  readonly customerInput: Signal<CustomerInput | undefined>;
  /** Files handed in for the customer step, or on their way. */
  readonly files: Signal<Uploads>;
  /** Locations from the customer's list, and the utilities that may deliver to them: the meters to begin with. */
  readonly importedLocations: Signal<ImportedLocations | undefined>;
  /** Where the signature stands; changed by events only (see `dispatchSigningEvent`). */
  readonly signing: Signal<SigningState>;
  /** Whether the contract on show has its signature, as the BFF says. */
  readonly signed: Signal<boolean>;
  /** When both energies are bought: those without a contract yet, in their order. */
  readonly pendingCommodities: ReadonlySignal<readonly Commodity[]>;
  setPendingCommodities(allCommodities: readonly Commodity[]): void;
  dispatch(event: FlowEvent): void;
  /** The client, and with it the schemas: they load beside the first paint, not before it. */
  loadApiClient(): Promise<ApiClient>;
  /** Opens the session; call again to try again. */
  openSession(): Promise<void>;
  adoptStyles(css: string): void;
}

const allCommodities: readonly Commodity[] = ['electric', 'gas'];

interface WidgetContextOptions {
  readonly options: WidgetOptions;
  readonly host: Element;
  readonly emit: Emit;
  /** The secret of a resume link that led here. */
  readonly resumeToken?: string | undefined;
  readonly adoptStyles: (css: string) => void;
}

/** Makes the model of one widget. A contract that this tab remembers is where it starts. */
export function createWidgetContext({
  options,
  host,
  emit,
  adoptStyles,
  resumeToken,
}: WidgetContextOptions): WidgetContext {
  const i18n = createI18n(host, options.locale);
  const sessionStore = createSessionStore(options.site);
  const contractId = sessionStore.read('contract');
  const flow = signal<Flow>(
    resumeToken !== undefined
      ? { step: 'tracking', resumeLink: 'opening' }
      : contractId
        ? { step: 'tracking', contractId }
        : { step: 'rates' },
  );
  const site = signal<Site | undefined>(undefined);
  const startupError = signal<StartupError | undefined>(undefined);
  const pendingCommodities = signal(
    allCommodities.filter((commodity) => sessionStore.read('pendingCommodities')?.includes(commodity)),
  );
  const setPendingCommodities = (commodities: readonly Commodity[]) => {
    pendingCommodities.value = [...commodities];
    sessionStore.write('pendingCommodities', commodities.join(' '));
  };
  let clientPromise: Promise<ApiClient> | undefined;

  const loadApiClient = () => {
    clientPromise ??= import('./api/api-client.ts').then(({ createApiClient }) =>
      createApiClient({
        api: options.api,
        siteKey: options.site,
        locale: i18n.locale(),
        sessionStore,
        fetch: options.fetch,
        resumeToken,
        botCheckToken: options.proof,
      }),
    );
    clientPromise.catch(() => {
      clientPromise = undefined;
    });
    return clientPromise;
  };

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
      sessionStore.write('contract', next.step === 'tracking' ? next.contractId : undefined);
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
    speak: i18n.speak,
    sessionStore,
    emit,
    flow,
    site,
    startupError,
    customerInput: signal(undefined),
    files: signal({}),
    importedLocations: signal(undefined),
    signing: signal({ state: 'review' }),
    signed: signal(false),
    pendingCommodities,
    setPendingCommodities,
    loadApiClient,
    adoptStyles,
    dispatch,
    async openSession() {
      startupError.value = undefined;
      try {
        const session = await (await loadApiClient()).session();
        site.value = session.site;
        i18n.setAllowedLocales(session.site.locales);
        emit('shopper:ready', { environment: session.site.environment });
        if (resumeToken !== undefined) {
          const id = session.contractId ?? contractId;
          dispatch(id ? { type: 'contract_created', contractId: id } : { type: 'resume_link_used' });
        }
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
