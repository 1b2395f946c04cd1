import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { createElement } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { getPreparedPurchase, type OpenedPurchase } from '../../wire/saved-purchase.ts';
import { type AsyncState, type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { focusOnMount } from '../components/focused-alert.tsx';
import { createLazy } from '../components/lazy.tsx';
import { customerDraft } from '../customer/customer-draft.ts';
import { errorText } from '../error-text.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import { toCustomerInput, toSelection } from '../saved-purchase.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { ApproverNoticeViewProps } from './approver-notice.tsx';
import { ChangedTerms } from './changed-terms.tsx';
import { openedRequest, writeRole } from './prepared-here.ts';

interface ViewProps {
  readonly context: WidgetContext;
  readonly messages: ApprovalMessages['opening'];
}

interface ApproverViewProps extends ViewProps {
  /** ID of the approval request, or undefined if the link did not work. */
  readonly id: string | undefined;
}

/** Shown to the approver before the form: the reason why the link does not work, or the terms that have changed. */
export function ApproverView({ context, id, messages }: ApproverViewProps) {
  const store = useMemo(() => createPurchaseStore(context, id), [context, id]);
  useEffect(() => void store.open(), [store]);
  const state = store.state.value;
  if (state.status === 'success')
    return <ChangedOffer context={context} changed={state.data} store={store} messages={messages} />;
  if (state.status !== 'error') return <p class="section text-muted">{messages.loading}</p>;
  if (state.errorKind !== 'spent')
    return (
      <Alert action={context.catalog.app.tryAgain} onAction={store.open}>
        {errorText(context, state.errorKind, { price_unchecked: messages.priceUnchecked })}
      </Alert>
    );
  return (
    <div class="section">
      <div role="alert">
        <h2 tabIndex={-1} ref={focusOnMount}>
          {messages.spent}
        </h2>
        <p class="text-muted lead">
          {messages.spentHint} <ContactPhone context={context} />
        </p>
      </div>
      <div class="button-row">
        <button type="button" class="button-primary" onClick={store.seeOtherRates}>
          {messages.seeRates}
        </button>
      </div>
    </div>
  );
}

interface ChangedOfferProps extends ViewProps {
  readonly changed: ChangedPurchase;
  readonly store: PurchaseStore;
}

/** Loads the messages for rejected requests, which contain the names of the terms. */
const ChangedOffer = createLazy<ChangedOfferProps, { readonly submissionErrors: SubmissionErrorMessages }>(
  async (catalog) => {
    const lazyMessages = await catalog.lazy();
    return { View: ChangedOfferView, props: { submissionErrors: await lazyMessages.submissionErrors() } };
  },
);

function ChangedOfferView({
  context,
  changed: { change, offer },
  store,
  messages,
  submissionErrors,
}: ChangedOfferProps & { readonly submissionErrors: SubmissionErrorMessages }) {
  return (
    <div class="section approval">
      <h2 tabIndex={-1} ref={focusOnMount}>
        {messages.changed}
      </h2>
      <p class="text-muted lead">
        {offer.supplier.name}. {messages.changedHint}
      </p>
      <ChangedTerms
        context={context}
        change={change}
        offer={offer}
        messages={messages}
        submissionErrors={submissionErrors}
      />
      <div class="button-row">
        <button type="button" class="button-primary" onClick={store.accept}>
          {messages.accept}
        </button>
        <button type="button" onClick={store.seeOtherRates}>
          {messages.seeOthers}
        </button>
      </div>
    </div>
  );
}

/**
 * A purchase whose offer has changed since the purchase was prepared. The approver decides whether to accept the
 * changes.
 */
interface ChangedPurchase {
  readonly change: NonNullable<OpenedPurchase['change']>;
  readonly offer: Offer;
  readonly selection: SelectedOffer;
}

/** `spent`: the link was used or revoked, or has expired. */
type PurchaseError = ErrorKind | 'spent' | 'price_unchecked';

/** Opens the prepared purchase in the form. If terms have changed, the approver must first see the changes. */
export interface PurchaseStore {
  readonly state: ReadonlySignal<AsyncState<ChangedPurchase, PurchaseError>>;
  open(): Promise<void>;
  accept(): void;
  seeOtherRates(): void;
}

/**
 * Creates the store for one link.
 *
 * @param id ID of the approval request, or undefined if the link did not work
 */
export function createPurchaseStore(context: WidgetContext, id: string | undefined): PurchaseStore {
  const state = signal<AsyncState<ChangedPurchase, PurchaseError>>({ status: 'loading' });
  const fail = (errorKind: PurchaseError) => {
    state.value = { status: 'error', errorKind };
  };

  return {
    state,
    async open() {
      if (id === undefined) return fail('spent');
      state.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const [opened] = await Promise.all([
          client.call(getPreparedPurchase, { params: { id } }),
          // Loaded before the form is shown, so that the form does not shift.
          ApproverNotice.preload(context),
        ]);
        const { purchase, offer, change, createdAt, expiresAt } = opened;
        const selection = offer && (await toSelection(client, offer, purchase.postalCode));
        batch(() => {
          const draft = customerDraft(context);
          draft.input.value = toCustomerInput(purchase);
          draft.prepared.value = { id, notice: createElement(ApproverNotice, { context, selection }) };
          openedRequest(context).value = {
            legalName: purchase.customer.legalName,
            contactName: purchase.contact?.name,
            createdAt,
            expiresAt,
          };
          if (!selection) context.dispatch({ type: 'offer_unavailable', reason: 'offer_gone' });
          else if (change) state.value = { status: 'success', data: { change, offer: selection.offer, selection } };
          else context.dispatch({ type: 'offer_selected', selection });
        });
      } catch (error) {
        const contractId = error instanceof ProblemError ? error.problem.contract?.id : undefined;
        // The contract already exists, for example because an earlier response was lost.
        if (contractId !== undefined) context.dispatch({ type: 'contract_created', contractId });
        else fail(toPurchaseError(error));
      }
    },
    accept() {
      const { data } = state.peek();
      if (data) context.dispatch({ type: 'offer_selected', selection: data.selection });
    },
    seeOtherRates() {
      if (state.peek().status === 'error') writeRole(context, undefined);
      context.dispatch({ type: 'restarted' });
    },
  };
}

function toPurchaseError(error: unknown): PurchaseError {
  const code = error instanceof ProblemError ? error.problem.code : undefined;
  if (code === 'approval_link_spent' || code === 'not_found') return 'spent';
  return code === 'price_check_unavailable' ? 'price_unchecked' : toErrorKind(error);
}

/**
 * The notice for an approver at the top of the form, or of the rates. The notice loads its messages, because the form does not load
 * them.
 */
export const ApproverNotice = createLazy<
  Omit<ApproverNoticeViewProps, 'messages'>,
  Pick<ApproverNoticeViewProps, 'messages'>
>(async (catalog) => {
  const [{ ApproverNoticeView: View }, { approver: messages }] = await Promise.all([
    import('./approver-notice.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.approval()),
  ]);
  return { View, props: { messages } };
}, 0);
