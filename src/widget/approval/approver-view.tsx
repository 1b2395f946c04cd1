import { useEffect, useMemo } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { createLazy } from '../components/lazy.tsx';
import { errorText } from '../error-text.ts';
import { focusOnMount } from '../focus-on-mount.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import { ChangedTerms } from './changed-terms.tsx';
import { type ChangedPurchase, createPurchaseStore, type PurchaseStore } from './purchase-store.ts';

interface ViewProps {
  readonly context: WidgetContext;
  readonly messages: ApprovalMessages['opening'];
}

interface ApproverViewProps extends ViewProps {
  /** Undefined if the link opened nothing. */
  readonly id: string | undefined;
}

/** The approver's page until the form is shown: why the link does not work, or what has changed. */
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

/** The names of the terms are those of the review, which loads later. */
const ChangedOffer = createLazy<ChangedOfferProps, { readonly submissionErrors: SubmissionErrorMessages }>(
  async (catalog) => {
    const lazyMessages = await catalog.lazy();
    return { View: ChangedOfferView, props: { submissionErrors: await lazyMessages.submissionErrors() } };
  },
);

/** Every changed term with its old and its new value, before anything else. */
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
