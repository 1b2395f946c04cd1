import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Commodity, Site } from '../wire/session.ts';
import type { BffClient } from './bff/bff-client.ts';
import type { CustomerInput } from './customer/customer-input.ts';
import type { Files } from './customer/file-state.ts';
import { type Flow, type FlowEvent, next } from './flow.ts';
import type { Emit } from './host-events.ts';
import { createSpeech, type Speech } from './i18n/speech.ts';
import { createMemory, type Memory } from './memory.ts';
import type { WidgetOptions } from './options.ts';
import type { Site as ListedSite } from './rates/site-rows.ts';
import type { SigningState } from './signing/signing-machine.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** Why the shop did not open, and whom to call instead. */
export interface Closed {
  readonly trouble: Trouble;
  readonly phone: string | undefined;
}

export interface ListedSites {
  readonly utilities: readonly string[];
  readonly sites: readonly ListedSite[];
}

/** One mounted widget: what its steps share. */
export interface Shopper extends Speech {
  readonly options: WidgetOptions;
  /** The element on the page that the widget stands in. */
  readonly host: Element;
  readonly memory: Memory;
  readonly emit: Emit;
  readonly flow: ReadonlySignal<Flow>;
  /** Undefined until it is known. The form shows before it is. */
  readonly site: ReadonlySignal<Site | undefined>;
  readonly closed: ReadonlySignal<Closed | undefined>;
  /** What was typed into the customer step, kept while the customer goes back and forth. */
  readonly customerInput: Signal<CustomerInput | undefined>;
  /** Files handed in for the customer step, or on their way. */
  readonly files: Signal<Files>;
  /** Locations from the customer's list, and the utilities that may deliver to them: the meters to begin with. */
  readonly listed: Signal<ListedSites | undefined>;
  /** Where the signature stands; moved by events only (see signing/send). */
  readonly signing: Signal<SigningState>;
  /** Whether the contract on show has its signature, as the BFF says. */
  readonly signed: Signal<boolean>;
  /** When both energies are bought: those without a contract yet, in their order. */
  readonly toBuy: ReadonlySignal<readonly Commodity[]>;
  want(energies: readonly Commodity[]): void;
  go(event: FlowEvent): void;
  /** The client, and with it the schemas: they load beside the first paint, not before it. */
  client(): Promise<BffClient>;
  /** Opens the session; call again to try again. */
  open(): Promise<void>;
  adopt(css: string): void;
}

const energies: readonly Commodity[] = ['electric', 'gas'];

interface ShopperParts {
  readonly options: WidgetOptions;
  readonly host: Element;
  readonly emit: Emit;
  /** The secret of a resume link that led here. */
  readonly resume?: string | undefined;
  readonly adopt: (css: string) => void;
}

/** Makes the model of one widget. A contract that this tab remembers is where it starts. */
export function createShopper({ options, host, emit, adopt, resume }: ShopperParts): Shopper {
  const speech = createSpeech(host, options.locale);
  const memory = createMemory(options.site);
  const contractId = memory.read('contract');
  const flow = signal<Flow>(
    resume !== undefined
      ? { step: 'tracking', link: 'opening' }
      : contractId
        ? { step: 'tracking', contractId }
        : { step: 'rates' },
  );
  const site = signal<Site | undefined>(undefined);
  const closed = signal<Closed | undefined>(undefined);
  const toBuy = signal(energies.filter((energy) => memory.read('toBuy')?.includes(energy)));
  const want = (wanted: readonly Commodity[]) => {
    toBuy.value = [...wanted];
    memory.write('toBuy', wanted.join(' '));
  };
  let loading: Promise<BffClient> | undefined;

  const client = () => {
    loading ??= import('./bff/bff-client.ts').then(({ createBffClient }) =>
      createBffClient({
        api: options.api,
        siteKey: options.site,
        locale: speech.locale(),
        memory,
        fetch: options.fetch,
        resume,
        proof: options.proof,
      }),
    );
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };

  const go = (event: FlowEvent) => {
    const before = flow.value;
    const after = next(before, event);
    if (after === before) return;
    batch(() => {
      if (before.step === 'signing' && after.step === 'tracking') {
        want(toBuy.value.filter((energy) => energy !== before.choice.offer.commodity));
      }
      memory.write('contract', after.step === 'tracking' ? after.contractId : undefined);
      flow.value = after;
    });
    if (after.step !== before.step) emit('shopper:step', { step: after.step });
  };

  return {
    options,
    host,
    get language() {
      return speech.language;
    },
    get format() {
      return speech.format;
    },
    speak: speech.speak,
    memory,
    emit,
    flow,
    site,
    closed,
    customerInput: signal(undefined),
    files: signal({}),
    listed: signal(undefined),
    signing: signal({ state: 'review' }),
    signed: signal(false),
    toBuy,
    want,
    client,
    adopt,
    go,
    async open() {
      closed.value = undefined;
      try {
        const session = await (await client()).session();
        site.value = session.site;
        speech.allow(session.site.locales);
        emit('shopper:ready', { environment: session.site.environment });
        if (resume !== undefined) {
          const id = session.contractId ?? contractId;
          go(id ? { type: 'contract_made', contractId: id } : { type: 'link_spent' });
        }
      } catch (error) {
        const trouble = troubleOf(error);
        const phone = await import('./not-open.ts').then(
          ({ notOpen }) => notOpen(error, options, memory),
          () => options.phone,
        );
        closed.value = { trouble, phone };
        speech.allow();
        emit('shopper:error', { code: trouble });
      }
    },
  };
}
