import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { type CreateContractRequest, createContract } from '../../wire/create-contract.ts';
import type { LooseProblem } from '../../wire/problem.ts';
import type { Presentation } from '../../wire/session.ts';
import { NetworkError } from '../api/network-error.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { Flow } from '../flow-reducer.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';
import { openSigning } from './open-signing.ts';
import { choosePresentation, isSignedByEmail, openWindow } from './presentation.ts';
import { dispatchSigningEvent } from './signing-machine.ts';

/**
 * Why there is no contract. `outcome_unknown`: a contract may have been created; submitting again finds out and does
 * not create a second one. `not_loaded`: the code that handles rejections failed to load.
 */
export type SubmitError = Rejection | { readonly kind: 'outcome_unknown' | 'not_loaded' | ErrorKind };

export interface ReviewStore {
  /**
   * The sentence that the customer has agreed to. It no longer matches the displayed sentence after a change of
   * language or price.
   */
  readonly agreedSentence: ReadonlySignal<string | undefined>;
  readonly isConsentMissing: ReadonlySignal<boolean>;
  readonly submission: ReadonlySignal<AsyncState<undefined, SubmitError>>;
  agree(sentence: string | undefined): void;
  /** Creates the contract and opens signing, unless it is signed by email. Must run in the click handler. */
  submit(sentence: string, placeholder: string): Promise<void>;
}

/**
 * Creates the store of the review step, which creates at most one contract per consent. Resets the state of an earlier
 * contract.
 */
export function createReviewStore(context: WidgetContext): ReviewStore {
  context.signed.value = false;
  const agreedSentence = signal<string | undefined>(undefined);
  const isConsentMissing = signal(false);
  const submission = signal<AsyncState<undefined, SubmitError>>({ status: 'idle' });
  const idempotencyKeys = createIdempotencyKeys();
  const fail = (errorKind: SubmitError) => {
    submission.value = { status: 'error', errorKind };
  };

  async function handleProblem(problem: LooseProblem, flow: SigningFlow): Promise<void> {
    try {
      const { handleRejection } = await import('./handle-rejection.ts');
      batch(() => {
        const rejection = handleRejection(context, problem, flow);
        if (typeof rejection === 'object' && rejection.kind === 'rate_changed') {
          agreedSentence.value = undefined;
          idempotencyKeys.reset();
        }
        if (problem.code === 'idempotency_key_reused') idempotencyKeys.reset();
        if (rejection) fail(typeof rejection === 'object' ? rejection : { kind: rejection });
        else submission.value = { status: 'idle' };
      });
    } catch {
      fail({ kind: 'not_loaded' });
    }
  }

  async function handleError(error: unknown, flow: SigningFlow): Promise<void> {
    dispatchSigningEvent(context, { type: 'rejected' });
    if (error instanceof ProblemError) {
      await handleProblem(error.problem, flow);
      context.emit('shopper:error', { code: error.problem.code });
      return;
    }
    const errorKind = toErrorKind(error);
    fail({ kind: error instanceof NetworkError && errorKind !== 'offline' ? 'outcome_unknown' : errorKind });
    context.emit('shopper:error', { code: errorKind });
  }

  return {
    agreedSentence,
    isConsentMissing,
    submission,
    agree(sentence) {
      agreedSentence.value = sentence;
      isConsentMissing.value = false;
    },
    async submit(sentence, placeholder) {
      const flow = context.flow.value;
      if (submission.value.status === 'loading' || flow.step !== 'signing') return;
      if (agreedSentence.value !== sentence) {
        submission.value = { status: 'idle' };
        isConsentMissing.value = true;
        return;
      }
      const presentation = isSignedByEmail(context) ? undefined : choosePresentation(context);
      const signingWindow = presentation === 'popup' ? openWindow(placeholder) : undefined;
      submission.value = { status: 'loading' };
      dispatchSigningEvent(context, { type: 'reset' });
      dispatchSigningEvent(context, { type: 'requested' });
      try {
        const { offerToken } = flow.selection.offer;
        const { body, key } = idempotencyKeys.keyFor({
          offerToken,
          ...flow.details,
          consent: { accepted: true, text: sentence },
        });
        await createAndOpen(context, { body, key, presentation, signingWindow });
        submission.value = { status: 'success', data: undefined };
      } catch (error) {
        signingWindow?.close();
        await handleError(error, flow);
      }
    },
  };
}

type SigningFlow = Extract<Flow, { step: 'signing' }>;

interface Submission {
  readonly body: CreateContractRequest;
  readonly key: string;
  /** Undefined when the contract is signed by email. */
  readonly presentation: Presentation | undefined;
  readonly signingWindow: Window | undefined;
}

/** @throws ProblemError or NetworkError when no contract was created */
async function createAndOpen(
  context: WidgetContext,
  { body, key, presentation, signingWindow }: Submission,
): Promise<void> {
  const client = await context.loadApiClient();
  const contract = await client.call(createContract, { body, idempotencyKey: key });
  context.emit('shopper:contract-created', { contractId: contract.id, reference: contract.reference });
  context.dispatch({ type: 'contract_created', contractId: contract.id });
  // The contract determines the signing method, because the site's setting may have changed since this page was
  // opened.
  if (contract.signing.signatureRequest) {
    signingWindow?.close();
    dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'email' } });
  } else if (!presentation || (presentation === 'popup' && !signingWindow))
    dispatchSigningEvent(context, { type: 'blocked' });
  else await openSigning(context, contract.id, presentation, signingWindow);
}

/** Idempotency keys for contract creation: one key per intent, however often it is submitted. */
interface IdempotencyKeys {
  /**
   * Returns the idempotency key and the body to send. The same input returns the same key, even if the language of the
   * consent sentence has changed. In that case, the first body is also returned, because a key must always be sent
   * with the same body.
   */
  keyFor(body: CreateContractRequest): { readonly body: CreateContractRequest; readonly key: string };
  /** Makes the next submission a new intent. */
  reset(): void;
}

function createIdempotencyKeys(): IdempotencyKeys {
  let last: { readonly fingerprint: string; readonly key: string; readonly body: CreateContractRequest } | undefined;
  return {
    keyFor(body) {
      const fingerprint = JSON.stringify({ ...body, consent: undefined });
      if (last?.fingerprint !== fingerprint) last = { fingerprint, key: crypto.randomUUID(), body };
      return last;
    },
    reset() {
      last = undefined;
    },
  };
}
