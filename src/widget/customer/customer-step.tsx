import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import type { Flow, SelectedOffer } from '../flow-reducer.ts';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import type { MessageCatalog } from '../i18n/message-catalog.ts';
import type { WidgetContext } from '../widget-context.ts';
import { AccountFields } from './account-fields.tsx';
import { BusinessSection } from './business-section.tsx';
import { CurrentSupplySection } from './current-supply-section.tsx';
import { createCustomerStore } from './customer-store.ts';
import { accountFieldPath, FILE_FIELD_PATHS } from './field-paths.ts';
import { MAX_ACCOUNTS } from './max-accounts.ts';
import { OrderSummary } from './order-summary.tsx';
import { loadSeldom, type Seldom, SeldomDetails, SeldomPart, seldomHasCome } from './seldom-part.tsx';
import { SignerSection } from './signer-section.tsx';
import { guardUnload } from './unload-guard.ts';

interface CustomerStepProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly messages: CustomerMessages;
}

/** Which meters, who buys, who signs. */
export function CustomerStep(props: CustomerStepProps) {
  const { context, selection } = props;
  // Who is sure to need it gets it before the form is drawn: then nothing moves, and the focus finds its field.
  const loadImmediately = useMemo(() => {
    const { fieldErrors, field } = entryReason(context);
    // The review may lead back to a bill that is missing. Of all else it leads to, the words came along.
    return (
      seldomHasCome() ||
      fieldErrors ||
      context.importedLocations.peek() ||
      selection.utility.requiredFields.length ||
      field === FILE_FIELD_PATHS.latest_bill
    );
  }, []);
  return loadImmediately ? (
    <SeldomPart context={context}>{(seldom) => <CustomerForm {...props} seldom={seldom} />}</SeldomPart>
  ) : (
    <CustomerForm {...props} />
  );
}

/** What led here, if it was not the choice of an offer. */
function entryReason({ flow }: WidgetContext): Pick<Extract<Flow, { step: 'customer' }>, 'fieldErrors' | 'field'> {
  return flow.value.step === 'customer' ? flow.value : {};
}

interface CustomerFormProps extends CustomerStepProps {
  readonly seldom?: Seldom;
}

/** The meters first, while the bill is still at hand. */
function CustomerForm({ context, selection, seldom, ...props }: CustomerFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isSubmitted = useSignal(false);
  const { utility, postalCode } = selection;
  const { fieldErrors, field: focusField } = entryReason(context);
  const words = useSignal(seldom?.words);
  const messages = { ...props.messages, errors: { ...props.messages.errors, ...words.value?.errors } };
  const store = useMemo(
    () =>
      createCustomerStore({
        draft: context.customerInput,
        files: context.files,
        utility,
        postalCode,
        initialServerErrors:
          seldom &&
          fieldErrors &&
          ((count) => seldom.refusedFaults(fieldErrors, { ...messages.errors, ...seldom.words.uploads.errors }, count)),
        importedAccounts: seldom?.listedAccounts(context.importedLocations.peek(), utility),
      }),
    [],
  );

  /** What the last act made is on the page once it has been drawn again. */
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => {
      const element = form.current?.querySelector<HTMLElement>(selector);
      element?.closest('details')?.setAttribute('open', '');
      element?.focus();
    });
  const focusAccount = (index: number) => focusOn(`[name="${accountFieldPath(index, 'identifier')}"]`);

  useEffect(() => guardUnload(context), [context]);
  const currentMessages = context.catalog;
  const loadedFor = useRef<MessageCatalog>(undefined);
  useEffect(() => {
    if (
      loadedFor.current === currentMessages ||
      Object.values(store.errors.value).every((code) => code in props.messages.errors)
    )
      return;
    // Until they come, and where they do not, a fault is told in general words.
    loadSeldom(context).then(
      (loaded) => {
        loadedFor.current = currentMessages;
        words.value = loaded.words;
      },
      () => {},
    );
  });
  useEffect(() => {
    if (fieldErrors) focusOn('[aria-invalid]');
    if (focusField) focusOn(`[name="${focusField}"]`);
  }, []);

  const { accounts } = store.input.value;
  const count = Object.keys(store.errors.value).length;
  const sectionProps = { context, selection, store, messages, seldom };

  return (
    <div class="step-columns">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const details = store.submit();
          if (details) return context.dispatch({ type: 'details_submitted', details });
          isSubmitted.value = true;
          focusOn('[aria-invalid]');
        }}
      >
        {seldom && fieldErrors && <Alert>{seldom.words.correctionsNeeded(fieldErrors.length)}</Alert>}
        <h2>{messages.metersHeading}</h2>
        <p class="text-muted">{messages.metersHint(utility.identifier.name)}</p>
        <SeldomDetails context={context} words={messages.whereOnBill(utility.identifier.name)}>
          {({ BillDrawing, words }) => <BillDrawing utility={utility} messages={words.billIllustration} />}
        </SeldomDetails>
        {seldom && <seldom.ListNotes {...sectionProps} optionalMessages={seldom.words} />}
        {accounts.map((account, index) => (
          <AccountFields
            {...sectionProps}
            key={account.key}
            account={account}
            index={index}
            count={accounts.length}
            onRemove={() => {
              store.removeAccount(index);
              focusAccount(Math.min(index, accounts.length - 2));
            }}
          />
        ))}
        {accounts.length < MAX_ACCOUNTS && (
          <button
            type="button"
            onClick={() => {
              store.addAccount();
              focusAccount(accounts.length);
            }}
          >
            {messages.addMeter}
          </button>
        )}

        <BusinessSection {...sectionProps} />
        <SignerSection {...sectionProps} />
        <CurrentSupplySection {...sectionProps} />
        <h2>{messages.documentsHeading}</h2>
        <SeldomDetails context={context} seldom={seldom} words={messages.documentsSummary}>
          {({ FilesSection, words }) => <FilesSection {...sectionProps} fileMessages={words.uploads} />}
        </SeldomDetails>
        <p class="field-note-error" role="status">
          {isSubmitted.value && count > 0 && messages.fixErrors(count)}
        </p>
        <div class="button-row">
          <button type="submit" class="button-primary">
            {messages.review}
          </button>
          <button type="button" onClick={() => context.dispatch({ type: 'back' })}>
            {messages.back}
          </button>
        </div>
      </form>
      <OrderSummary selection={selection} messages={messages.orderSummary} format={context.format}>
        <p class="text-muted text-small">{messages.orderSummary.energyOnly}</p>
      </OrderSummary>
    </div>
  );
}
