import { type ReadonlySignal, signal } from '@preact/signals';
import type { Shopper } from '../shopper.ts';
import type { ContractMaker, ReviewTrouble } from './contract-maker.tsx';
import { choosePresentation, isSignedFromInbox, openWindow } from './presentation.ts';

export interface ReviewModel {
  /** The sentence that is agreed to; another one, in another language or of another price, is not. */
  readonly agreed: ReadonlySignal<string | undefined>;
  readonly sending: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<ReviewTrouble>;
  agree(sentence: string | undefined): void;
  /** Makes the contract and opens its signing, unless that goes to an inbox. Call it in the click. */
  submit(sentence: string, waiting: string): Promise<void>;
}

/** Makes the model of the review: one agreement, one contract. What was signed before in this page is left behind. */
export function createReviewModel(shopper: Shopper): ReviewModel {
  shopper.signed.value = false;
  const sending = signal(false);
  const agreed = signal<string | undefined>(undefined);
  const trouble = signal<ReviewTrouble>(undefined);
  let make: ContractMaker | undefined;

  return {
    agreed,
    sending,
    trouble,
    agree(sentence) {
      agreed.value = sentence;
      if (trouble.value === 'consent_missing') trouble.value = undefined;
    },
    async submit(sentence, waiting) {
      const flow = shopper.flow.value;
      if (sending.value || flow.step !== 'signing') return;
      if (agreed.value !== sentence) {
        trouble.value = 'consent_missing';
        return;
      }
      const as = isSignedFromInbox(shopper) ? undefined : choosePresentation(shopper);
      const target = as === 'popup' ? openWindow(waiting) : undefined;
      sending.value = true;
      trouble.value = undefined;
      try {
        make ??= (await import('./contract-maker.tsx')).createContractMaker(shopper, agreed, trouble);
        await make(flow, sentence, as, target);
      } catch {
        // Nothing was sent: the button loads it again.
        target?.close();
        trouble.value = 'not_loaded';
      }
      sending.value = false;
    },
  };
}
