import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Offer } from '../../wire/offer.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import type { Answer } from './answer.ts';
import type { RatesCalls } from './load-calls.ts';
import type { OffersQuestion } from './rates-calls.ts';

export interface OffersAnswer {
  readonly asOf: string;
  /** The upstream does not answer just now: these are the last prices it gave, as of `asOf`. */
  readonly stale?: true | undefined;
  readonly offers: readonly Offer[];
  /** What was asked, so that a view can tell what the figures are based on. */
  readonly question: OffersQuestion;
  /** This machine's clock when the answer came, in milliseconds: it may be wrong, but it is wrong evenly. */
  readonly receivedAt: number;
}

/** `outdated`: what is on show answers an older question and no new one is out; `updating`: one is. */
export type Freshness = 'current' | 'outdated' | 'updating';

/** Offers for the last question asked. What is on show stays until there is something newer. */
export interface OffersFeed {
  readonly answer: ReadonlySignal<Answer<OffersAnswer>>;
  readonly freshness: ReadonlySignal<Freshness>;
  ask(question: OffersQuestion): Promise<void>;
  outdate(): void;
  clear(): void;
  /** Asks again after a failure, with a fresh count of tries. */
  retry(): void;
  stop(): void;
}

/** Prices that were down are asked for again this often, a few times; after that the customer decides. */
const retryEvery = 15_000;
const retries = 8;
/** Old prices are asked after this often: the BFF has them for minutes only, and then says that prices are down. */
const staleRetryEvery = 30_000;

export function createOffersFeed(calls: () => Promise<RatesCalls>, onTrouble: (trouble: Trouble) => void): OffersFeed {
  const answer = signal<Answer<OffersAnswer>>({ state: 'idle' });
  const freshness = signal<Freshness>('current');
  let asking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: OffersQuestion | undefined;
  let failures = 0;

  function stop() {
    clearTimeout(timer);
    asking?.abort();
  }

  async function ask(question: OffersQuestion) {
    stop();
    asked = question;
    asking = new AbortController();
    const { signal } = asking;
    batch(() => {
      freshness.value = 'updating';
      if (!answer.value.value) answer.value = { state: 'loading' };
    });
    try {
      const { client, findOffers } = await calls();
      const found = await findOffers(client, question, signal);
      signal.throwIfAborted();
      failures = 0;
      batch(() => {
        answer.value = { state: 'found', value: { ...found, question, receivedAt: Date.now() } };
        freshness.value = 'current';
      });
      if (found.stale) timer = setTimeout(() => ask(question), staleRetryEvery);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOf(error);
      batch(() => {
        answer.value = { state: 'failed', trouble };
        freshness.value = 'current';
      });
      onTrouble(trouble);
      if (trouble !== 'broken' && failures++ < retries) timer = setTimeout(() => ask(question), retryEvery);
    }
  }

  return {
    answer,
    freshness,
    ask,
    stop,
    outdate() {
      stop();
      freshness.value = 'outdated';
    },
    clear() {
      stop();
      batch(() => {
        answer.value = { state: 'idle' };
        freshness.value = 'current';
      });
    },
    retry() {
      failures = 0;
      if (asked && answer.value.state === 'failed') ask(asked);
    },
  };
}
