import type { ContractFeed } from '../contract/contract-feed.ts';
import type { Shopper } from '../shopper.ts';
import { send } from './send.ts';
import { standingOf } from './signing-machine.ts';

/** Milliseconds between two questions: the first pause, and the longest. */
const pauses = { first: 1_000, longest: 15_000 };
/** As long as anyone is kept waiting. What comes later comes by the feed. */
const patience = 3 * 60_000;

/**
 * Asks the BFF where the signature stands, at once and again, until signing is no longer `confirming` or patience runs out.
 *
 * @returns stops asking
 */
export function confirm(shopper: Shopper, feed: ContractFeed): () => void {
  let here = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = setTimeout(() => {
    stop();
    send(shopper, { type: 'waited' });
  }, patience);

  async function ask(pause: number) {
    const answered = await feed.refresh();
    const contract = feed.contract.peek();
    if (!here) return;
    if (answered && contract) send(shopper, { type: 'told', standing: standingOf(contract), asked: true });
    // What was told may have ended the asking.
    if (here) timer = setTimeout(ask, pause, Math.min(pause * 2, pauses.longest));
  }
  function stop() {
    here = false;
    clearTimeout(timer);
    clearTimeout(late);
  }
  ask(pauses.first);
  return stop;
}
