import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { type Consent, type ConsentLocale, consentLocales, createConsent } from '../../wire/consent.ts';
import type { CreateContractRequest, createContract } from '../../wire/create-contract.ts';
import type { BodyOf } from '../../wire/endpoint.ts';
import type { LooseProblem } from '../../wire/problem.ts';
import type { Presentation } from '../../wire/session.ts';
import type { AsyncState } from '../api/errors.ts';
import { type ErrorKind, NetworkError, ProblemError, toErrorKind } from '../api/errors.ts';
import { createQuery, type Query } from '../api/query.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import type { Flow } from '../flow-reducer.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';
import { createIdempotencyKeys } from './idempotency-keys.ts';
import { choosePresentation, isSignedByEmail, openWindow } from './presentation.ts';

/**
 * The reason why no contract is shown. `outcome_unknown`: a contract may have been created. Submitting again returns
 * this contract and does not create a second contract. `not_loaded`: the code that handles rejections failed to load.
 */
export type SubmitError = Rejection | { readonly kind: 'outcome_unknown' | 'not_loaded' | ErrorKind };

interface ShownConsent extends Consent {
  readonly locale: ConsentLocale;
}

export interface ReviewStore {
  /** The consent text, which the server writes. */
  readonly consent: Query<BodyOf<typeof createConsent>, ShownConsent>;
  /**
   * The consent text that the customer has agreed to. After a change of language or price, the agreed text differs from
   * the displayed text.
   */
  readonly agreedConsent: ReadonlySignal<ShownConsent | undefined>;
  /** The reason why the customer must check the box: it was not checked, or the server's consent text has changed. */
  readonly consentError: ReadonlySignal<'missing' | 'changed' | undefined>;
  readonly submission: ReadonlySignal<AsyncState<undefined, SubmitError>>;
  /** Loads the consent text for the current offer, customer and language. */
  loadConsent(): void;
  agree(consent: ShownConsent | undefined): void;
  /** Loads the consent text again if loading failed, and removes the offline error. */
  reconnect(): void;
  /**
   * Creates the contract, and opens signing unless the contract is signed by email. Must run in the click handler.
   *
   * @param replaces the existing contract of the same purchase, if the customer wants another contract instead
   */
  submit(placeholder: string, replaces?: string): Promise<void>;
}

/**
 * Creates the store of the review step. The store creates at most one contract per consent. Resets the signed state of
 * an earlier contract.
 */
export function createReviewStore(context: WidgetContext): ReviewStore {
  context.signed.value = false;
  const agreedConsent = signal<ShownConsent | undefined>(undefined);
  const consentError = signal<'missing' | 'changed' | undefined>(undefined);
  const consent = createConsentQuery(context);
  const submission = signal<AsyncState<undefined, SubmitError>>({ status: 'idle' });
  const idempotencyKeys = createIdempotencyKeys(context.sessionStore);
  const fail = (errorKind: SubmitError) => {
    submission.value = { status: 'error', errorKind };
  };

  function loadConsent(): void {
    const flow = context.flow.peek();
    if (flow.step !== 'signing') return;
    const { offerToken } = flow.selection.offer;
    const { legalName } = flow.details.customer;
    void consent.fetch({ offerToken, locale: consentLocale(context), customer: { legalName } });
  }

  async function handleProblem(problem: LooseProblem, flow: SigningFlow): Promise<void> {
    try {
      const { handleRejection } = await import('./handle-rejection.ts');
      batch(() => {
        const rejection = handleRejection(context, problem, flow);
        const kind = typeof rejection === 'object' ? rejection.kind : rejection;
        // Forgets the key if the outcome of the intent is known. The key is kept if a retry may still succeed.
        if (kind !== 'outcome_unknown' && kind !== 'other') idempotencyKeys.reset();
        if (kind === 'rate_changed' || kind === 'consent_changed') agreedConsent.value = undefined;
        if (rejection === 'consent_changed') {
          consentError.value = 'changed';
          loadConsent();
        }
        if (rejection && rejection !== 'consent_changed')
          fail(typeof rejection === 'object' ? rejection : { kind: rejection });
        else submission.value = { status: 'idle' };
      });
    } catch {
      fail({ kind: 'not_loaded' });
    }
  }

  async function handleError(error: unknown, flow: SigningFlow): Promise<void> {
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
    consent,
    agreedConsent,
    consentError,
    submission,
    loadConsent,
    agree(sentence) {
      agreedConsent.value = sentence;
      consentError.value = undefined;
    },
    reconnect() {
      consent.retry();
      const { value } = submission;
      if (value.status === 'error' && value.errorKind.kind === 'offline') submission.value = { status: 'idle' };
    },
    async submit(placeholder, replaces) {
      const flow = context.flow.value;
      const shown = consent.state.value.data;
      if (submission.value.status === 'loading' || flow.step !== 'signing' || !shown) return;
      if (agreedConsent.value !== shown) {
        // The customer must still see what they agree to.
        if (submission.value.status !== 'error' || submission.value.errorKind.kind !== 'rate_changed')
          submission.value = { status: 'idle' };
        consentError.value = 'missing';
        return;
      }
      const presentation = isSignedByEmail(context) ? undefined : choosePresentation(context);
      const signingWindow = presentation === 'popup' ? openWindow(placeholder) : undefined;
      submission.value = { status: 'loading' };
      // The contract's schemas are needed only from here on.
      const loaded = await import('../../wire/create-contract.ts').catch(() => undefined);
      if (!loaded) {
        signingWindow?.close();
        return fail({ kind: 'not_loaded' });
      }
      try {
        const { locale, templateVersion, sha256 } = shown;
        const { prepared, correctedContractId } = customerDraft(context);
        const approvalRequestId = prepared.value?.id;
        const corrects = correctedContractId.value;
        const request = {
          offerToken: flow.selection.offer.offerToken,
          ...flow.details,
          consent: { accepted: true as const, locale, templateVersion, sha256 },
          ...(replaces && { replaces }),
          ...(approvalRequestId && { approvalRequestId }),
          ...(corrects && { corrects }),
        };
        const send = () =>
          createAndOpen(
            context,
            loaded.createContract,
            { ...idempotencyKeys.keyFor(request), presentation, signingWindow },
            () => idempotencyKeys.reset(),
          );
        await send().catch((error: unknown) => {
          // The key was sent with different input before a reload, or before the customer went back.
          if (!(error instanceof ProblemError) || error.problem.code !== 'idempotency_key_reused') throw error;
          idempotencyKeys.reset();
          return send();
        });
        correctedContractId.value = undefined;
        submission.value = { status: 'success', data: undefined };
      } catch (error) {
        signingWindow?.close();
        await handleError(error, flow);
      }
    },
  };
}

export const consentLocale = ({ format }: Pick<WidgetContext, 'format'>): ConsentLocale =>
  consentLocales.find((locale) => format.locale.startsWith(locale)) ?? 'en';

/** Creates the query for the consent text. If the offer has expired in the meantime, returns to the rates. */
function createConsentQuery(context: WidgetContext): ReviewStore['consent'] {
  return createQuery({
    async load(body: BodyOf<typeof createConsent>, signal) {
      try {
        const client = await context.loadApiClient();
        return { ...(await client.call(createConsent, { body, signal })), locale: body.locale };
      } catch (error) {
        if (error instanceof ProblemError && error.problem.code.startsWith('offer_') && !signal.aborted)
          context.dispatch({ type: 'offer_unavailable', reason: 'offer_expired' });
        throw error;
      }
    },
  });
}

type SigningFlow = Extract<Flow, { step: 'signing' }>;

interface Submission {
  readonly body: CreateContractRequest;
  readonly key: string;
  /** Undefined when the contract is signed by email. */
  readonly presentation: Presentation | undefined;
  readonly signingWindow: Window | undefined;
}

/** @throws the errors of `ApiClient.call` when no contract was created or the outcome is unknown */
async function createAndOpen(
  context: WidgetContext,
  endpoint: typeof createContract,
  { body, key, presentation, signingWindow }: Submission,
  onCreated: () => void,
): Promise<void> {
  // `open-signing.ts` is in the part of the tracking step, which is needed next. The part loads while the contract is
  // being created.
  const loading = import('./open-signing.ts').catch(() => undefined);
  const client = await context.loadApiClient();
  const contract = await client.call(endpoint, { body, idempotencyKey: key });
  // The key is kept until now, so that a reload before this point repeats the request with the same key.
  const signing = await loading;
  signing?.prepareSigning(context);
  onCreated();
  customerDraft(context).contractId.value = contract.id;
  context.emit('shopper:contract-created', { contractId: contract.id, reference: contract.reference });
  context.dispatch({ type: 'contract_created', contractId: contract.id });
  // If the code failed to load, the tracking step shows the error.
  if (signing) await signing.openCreatedContract(context, contract, presentation, signingWindow);
  else signingWindow?.close();
}
