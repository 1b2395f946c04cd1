import {
  type AgreementStore,
  createAgreementStore,
  createMailbox,
  type Mailbox,
} from './agreements/agreement-store.ts';
import type { LoaApplication } from './agreements/loa-applications.ts';
import { createTokenStore, type TokenStore } from './agreements/loa-applications.ts';
import type { Environment, Partner } from './authenticate.ts';
import { type Authenticate, createAuthenticator } from './authenticate.ts';
import { type ContractStore, createContractStore } from './contracting/contract.ts';
import { createDocuments, type Documents } from './documents/documents.ts';
import { createJournal, type Journal } from './journal.ts';
import { createPrices, type Prices } from './pricing/matrix.ts';
import { applyPatch, defaultScenario, type Scenario, type ScenarioPatch } from './scenario.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createDocumentLinks, type DocumentLinks } from './signing/contract-pdf.ts';
import {
  createSigningLinks,
  createSigningSessions,
  type SigningLinks,
  type SigningSessions,
} from './signing/signing-sessions.ts';
import { createWebhookSender, type WebhookSender } from './webhooks/webhook-sender.ts';

export interface SimulatorStateOptions {
  readonly partners: readonly Partner[];
  /** Public origin of the simulator, without a trailing slash: `http://localhost:4401`. */
  readonly origin: string;
  /** Seed of the price generator. The same seed gives the same prices. */
  readonly seed?: string | undefined;
  readonly now?: (() => Date) | undefined;
  /** Delay from signed to submitted, and again from submitted to accepted or rejected. */
  readonly paceMs?: number | undefined;
  /** Delay of webhooks in the scenarios `delayed` and `out_of_order`. */
  readonly lateWebhookMs?: number | undefined;
  /** Delay before the second delivery attempt. Doubles with each attempt. */
  readonly webhookRetryMs?: number | undefined;
  readonly scenario?: ScenarioPatch | undefined;
  /** Applications with access to the Letter of Agreement API. Default: none. */
  readonly loaApplications?: readonly LoaApplication[] | undefined;
}

/** The state of the simulator. The feature folders contain the code that changes it. */
export interface SimulatorState {
  readonly origin: string;
  readonly paceMs: number;
  readonly now: () => Date;
  readonly authenticate: Authenticate;
  readonly scenario: { current(): Scenario; update(patch: ScenarioPatch): Scenario };
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly prices: Prices;
  readonly contracts: ContractStore;
  readonly documents: Documents;
  readonly signingLinks: SigningLinks;
  readonly signingSessions: SigningSessions;
  readonly documentLinks: DocumentLinks;
  readonly webhooks: WebhookSender;
  readonly loaApplications: readonly LoaApplication[];
  readonly loaTokens: TokenStore;
  readonly agreements: AgreementStore;
  readonly mailbox: Mailbox;
  /** Aborted when the simulator closes, to end open streams. */
  readonly shutdownSignal: AbortSignal;
  /**
   * Restores the initial scenario and deletes all contracts, documents, links, agreements, emails and pending
   * deliveries.
   */
  reset(): void;
  close(): void;
}

/**
 * Returns the base URL of an environment, to which `/v1/…` and `/graphql` are added. The URL is also the JWT's
 * audience.
 */
export const baseUrl = (origin: string, environment: Environment): string => `${origin}/msc/${environment}`;

/**
 * @example const state = createSimulatorState({ partners: [partnerOf(credentials)], origin: 'http://localhost:4401' })
 */
export function createSimulatorState(options: SimulatorStateOptions): SimulatorState {
  const { partners, origin, seed = 'commercial-shopper', now = () => new Date(), paceMs = 1_500 } = options;
  const shutdown = new AbortController();
  const initialScenario = applyPatch(defaultScenario, options.scenario ?? {});
  let currentScenario = initialScenario;
  const scenario = {
    current: () => currentScenario,
    update: (patch: ScenarioPatch) => {
      currentScenario = applyPatch(currentScenario, patch);
      return currentScenario;
    },
  };
  const journal = createJournal(now);
  const scheduler = createScheduler();
  const webhooks = createWebhookSender({
    partners,
    scenario: scenario.current,
    scheduler: scheduler,
    journal,
    now,
    lateDeliveryMs: options.lateWebhookMs ?? 6_000,
    retryDelayMs: options.webhookRetryMs ?? 300,
  });
  const contracts = createContractStore(now, webhooks.enqueue);
  const documents = createDocuments(now);
  const prices = createPrices(seed, origin, now);
  const signingLinks = createSigningLinks(now);
  const signingSessions = createSigningSessions(now);
  const mailbox = createMailbox(now);
  const agreements = createAgreementStore(now, mailbox);

  return {
    origin,
    paceMs,
    now,
    authenticate: createAuthenticator(partners, (environment) => baseUrl(origin, environment), now),
    scenario,
    journal,
    scheduler,
    prices,
    contracts,
    documents,
    signingLinks,
    signingSessions,
    documentLinks: createDocumentLinks(origin, now),
    webhooks,
    loaApplications: options.loaApplications ?? [],
    loaTokens: createTokenStore(now),
    agreements,
    mailbox,
    shutdownSignal: shutdown.signal,
    reset() {
      scheduler.clear();
      currentScenario = initialScenario;
      const resettable = [
        contracts,
        documents,
        prices,
        signingLinks,
        signingSessions,
        webhooks,
        journal,
        agreements,
        mailbox,
      ];
      for (const store of resettable) store.clear();
    },
    close() {
      shutdown.abort();
      scheduler.clear();
      webhooks.close();
    },
  };
}
