import { type ReadonlySignal, signal } from '@preact/signals';
import type { Contract } from '../../wire/contract.ts';
import { cancelSigningLetter, sendSigningLetterAgain } from '../../wire/signing-letter.ts';
import { ProblemError } from '../bff/problem-error.ts';
import type { ContractFeed } from '../contract/contract-feed.ts';
import type { Shopper } from '../shopper.ts';
import { type Trouble, troubleOf } from '../trouble.ts';

/** What stands in the way. */
export type InboxTrouble = Trouble | 'too_soon' | 'too_often' | 'not_open' | 'in_progress';

/** What the customer is about to do with the letter. */
export type InboxAsking = 'nothing' | 'address' | 'cancel';

/** The letter of a contract that is signed from an inbox: sent again, sent elsewhere, taken back, and looked after. */
export interface InboxModel {
  readonly asking: ReadonlySignal<InboxAsking>;
  readonly busy: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<InboxTrouble | undefined>;
  readonly address: ReadonlySignal<string>;
  readonly addressIsWrong: ReadonlySignal<boolean>;
  ask(what: InboxAsking): void;
  type(address: string): void;
  sendAgain(): Promise<void>;
  sendElsewhere(): Promise<void>;
  cancel(): Promise<void>;
  stop(): void;
}

/** Milliseconds between two looks: the first, and the longest. A letter may lie in an inbox for hours. */
const pauses = { first: 3_000, longest: 60_000 };
/** A wait of more than this, in seconds, is no wait: it was sent too often. */
const longestWait = 120;

export function createInboxModel(shopper: Shopper, contractId: string, feed: ContractFeed): InboxModel {
  const asking = signal<InboxAsking>('nothing');
  const busy = signal(false);
  const trouble = signal<InboxTrouble | undefined>(undefined);
  const address = signal('');
  const addressIsWrong = signal(false);
  const params = { id: contractId };
  let timer: ReturnType<typeof setTimeout>;

  // Looking makes the server look: nothing tells it what happens in an inbox.
  function plan(pause: number) {
    timer = setTimeout(async () => {
      if (!document.hidden) await feed.refresh();
      plan(Math.min(pause * 1.5, pauses.longest));
    }, pause);
  }
  function planAnew() {
    clearTimeout(timer);
    plan(pauses.first);
  }
  plan(pauses.first);

  async function change(call: () => Promise<Contract>) {
    if (busy.peek()) return;
    busy.value = true;
    trouble.value = undefined;
    try {
      feed.accept(await call());
      asking.value = 'nothing';
      address.value = '';
    } catch (error) {
      if (!reportsField(error)) trouble.value = inboxTrouble(error);
      addressIsWrong.value = reportsField(error);
      // It may have happened all the same, or something else may have.
      await feed.refresh();
    } finally {
      busy.value = false;
    }
    planAnew();
  }
  const send = (body: { email?: string }) =>
    change(async () => (await shopper.client()).call(sendSigningLetterAgain, { params, body }));

  return {
    asking,
    busy,
    trouble,
    address,
    addressIsWrong,
    ask(what) {
      asking.value = what;
      trouble.value = undefined;
    },
    type(text) {
      address.value = text;
      addressIsWrong.value = false;
    },
    sendAgain: () => send({}),
    async sendElsewhere() {
      const email = address.value.trim();
      addressIsWrong.value = !email || !sendSigningLetterAgain.body.safeParse({ email }).success;
      if (!addressIsWrong.value) await send({ email });
    },
    cancel: () => change(async () => (await shopper.client()).call(cancelSigningLetter, { params, body: {} })),
    stop: () => clearTimeout(timer),
  };
}

const reportsField = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'invalid_request';

function inboxTrouble(error: unknown): InboxTrouble {
  if (!(error instanceof ProblemError)) return troubleOf(error);
  const { code, retryAfter = 0 } = error.problem;
  if (code === 'rate_limited') return retryAfter > longestWait ? 'too_often' : 'too_soon';
  if (code === 'letter_not_open') return 'not_open';
  return code === 'request_in_progress' ? 'in_progress' : troubleOf(error);
}
