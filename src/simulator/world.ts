import { type Agreements, createAgreements } from './agreements/agreements.ts';
import type { LoaApplication } from './agreements/loa-client.ts';
import { createLoaTokenBook, type LoaTokenBook } from './agreements/loa-tokens.ts';
import { createMailbox, type Mailbox } from './agreements/mailbox.ts';
import { type Contracts, createContracts } from './contracting/contracts.ts';
import { type CredentialsCheck, createCredentialsCheck } from './credentials-check.ts';
import { createDocuments, type Documents } from './documents/documents.ts';
import { createJournal, type Journal } from './journal.ts';
import type { Environment, Partner } from './partner.ts';
import { createPrices, type Prices } from './pricing/prices.ts';
import { changed, fairWeather, type Scenario, type ScenarioPatch } from './scenario.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { createDocumentLinks, type DocumentLinks } from './signing/document-links.ts';
import { createSigningLinks, type SigningLinks } from './signing/signing-links.ts';
import { createSigningSessions, type SigningSessions } from './signing/signing-sessions.ts';
import { createWebhooks, type Webhooks } from './webhooks/webhooks.ts';

export interface WorldOptions {
  readonly partners: readonly Partner[];
  /** Where the simulator is reached, without a slash at its end: `http://localhost:4401`. */
  readonly origin: string;
  /** Same seed, same prices. */
  readonly seed?: string | undefined;
  readonly now?: (() => Date) | undefined;
  /** Milliseconds from signed to submitted, and on to accepted. */
  readonly pace?: number | undefined;
  /** Milliseconds a webhook waits in the scenarios `late` and `out_of_order`. */
  readonly lateMs?: number | undefined;
  /** Milliseconds before a webhook's second try; doubles with each further one. */
  readonly retryMs?: number | undefined;
  readonly scenario?: ScenarioPatch | undefined;
  /** Who may use the Letter of Agreement API; nobody unless given. */
  readonly loaApplications?: readonly LoaApplication[] | undefined;
}

/** Everything the stand-in knows and remembers. What happens in it is done by the files of each room. */
export interface World {
  readonly origin: string;
  readonly pace: number;
  readonly now: () => Date;
  readonly checkCredentials: CredentialsCheck;
  readonly scenario: { current(): Scenario; change(patch: ScenarioPatch): Scenario };
  readonly journal: Journal;
  readonly schedule: Schedule;
  readonly prices: Prices;
  readonly contracts: Contracts;
  readonly documents: Documents;
  readonly signingLinks: SigningLinks;
  readonly signingSessions: SigningSessions;
  readonly documentLinks: DocumentLinks;
  readonly webhooks: Webhooks;
  readonly loaApplications: readonly LoaApplication[];
  readonly loaTokens: LoaTokenBook;
  readonly agreements: Agreements;
  readonly mailbox: Mailbox;
  /** Ended when the world is closed: open streams listen to it. */
  readonly closed: AbortSignal;
  /** As if just started: fair weather, no contracts, nothing on its way. */
  reset(): void;
  close(): void;
}

/** The base URL of one environment: the JWT's audience, with `/v1/…` and `/graphql` below it. */
export const baseUrl = (origin: string, environment: Environment): string => `${origin}/msc/${environment}`;

/** @example const world = createWorld({ partners: [partnerOf(credentials)], origin: 'http://localhost:4401' }) */
export function createWorld(options: WorldOptions): World {
  const { partners, origin, seed = 'commercial-shopper', now = () => new Date(), pace = 1_500 } = options;
  const closing = new AbortController();
  const fair = changed(fairWeather, options.scenario ?? {});
  let flags = fair;
  const scenario = {
    current: () => flags,
    change: (patch: ScenarioPatch) => {
      flags = changed(flags, patch);
      return flags;
    },
  };
  const journal = createJournal(now);
  const schedule = createSchedule();
  const webhooks = createWebhooks({
    partners,
    scenario: scenario.current,
    schedule,
    journal,
    now,
    lateMs: options.lateMs ?? 6_000,
    retryMs: options.retryMs ?? 300,
  });
  const contracts = createContracts(now, webhooks.announce);
  const documents = createDocuments(now);
  const prices = createPrices(seed, origin, now);
  const signingLinks = createSigningLinks(now);
  const signingSessions = createSigningSessions(now);
  const mailbox = createMailbox(now);
  const agreements = createAgreements(now, mailbox);

  return {
    origin,
    pace,
    now,
    checkCredentials: createCredentialsCheck(partners, (environment) => baseUrl(origin, environment), now),
    scenario,
    journal,
    schedule,
    prices,
    contracts,
    documents,
    signingLinks,
    signingSessions,
    documentLinks: createDocumentLinks(origin, now),
    webhooks,
    loaApplications: options.loaApplications ?? [],
    loaTokens: createLoaTokenBook(now),
    agreements,
    mailbox,
    closed: closing.signal,
    reset() {
      schedule.clear();
      flags = fair;
      const memories = [
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
      for (const memory of memories) memory.clear();
    },
    close() {
      closing.abort();
      schedule.clear();
      webhooks.close();
    },
  };
}
