import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { createLazy } from '../components/lazy.tsx';
import { LazyDetails } from '../components/lazy-details.tsx';
import type { Flow, SelectedOffer } from '../flow-reducer.ts';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import type { RejectionReasonMessages } from '../i18n/en/rejection-reasons.ts';
import { importedLocations } from '../location-import/imported-locations.ts';
import type { WidgetContext } from '../widget-context.ts';
import { AccountFields, errorOf } from './account-fields.tsx';
import { currentContractEnd, customerDraft } from './customer-draft.ts';
import { accountFieldPath, MAX_ACCOUNTS } from './customer-input.ts';
import { createCustomerStore } from './customer-store.ts';
import { SectionHeading, type SectionProps } from './field-binding.tsx';
import type { toAccounts } from './imported-accounts.tsx';
import {
  ApprovalPanel,
  BillIllustration,
  FilesSection,
  ImportedAccountsNotice,
  preloadOptionalSections,
} from './optional-sections.lazy.tsx';
import { OrderSummary, OrderSummaryLine } from './order-summary.tsx';
import { BusinessSection, CurrentSupplySection, SignerSection } from './sections.tsx';

interface CustomerStepProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly messages: CustomerMessages;
}

/**
 * The customer step: accounts, business and signer. Optional sections that are certain to be shown load before the
 * form, so that the layout does not shift and the field to focus already exists.
 */
export function CustomerStep(props: CustomerStepProps) {
  const { context, selection } = props;
  const needsOptionalSections = useMemo(() => {
    const { fieldErrors, field } = entryReason(context);
    const hasImport = importedLocations(context).peek() !== undefined;
    return (
      fieldErrors || field || hasImport || currentContractEnd(context) || selection.utility.requiredFields.length > 0
    );
  }, []);
  return needsOptionalSections ? <PreloadedCustomerForm {...props} /> : <CustomerForm {...props} />;
}

const PreloadedCustomerForm = createLazy<CustomerStepProps, ReasonProps>(async (catalog, context) => {
  const [{ optionalSections }, rejectionReasons] = await Promise.all([
    import('./optional-sections.ts'),
    catalog.lazy().then((messages) => messages.rejectionReasons()),
    preloadOptionalSections(context),
  ]);
  return { View: CustomerForm, props: { rejectionReasons, toAccounts: optionalSections.toAccounts } };
});

interface ReasonProps {
  /** Messages for the error codes of suppliers and utilities. Set if the form has preloaded them. */
  readonly rejectionReasons?: RejectionReasonMessages;
  readonly toAccounts?: typeof toAccounts;
}

/** Field errors to show, or the field to focus, when the customer returns from a later step. */
function entryReason({ flow }: WidgetContext): Pick<Extract<Flow, { step: 'customer' }>, 'fieldErrors' | 'field'> {
  return flow.value.step === 'customer' ? flow.value : {};
}

/** The form of the customer step. The accounts are first, because the customer probably still has the bill at hand. */
function CustomerForm({
  context,
  selection,
  messages: ownMessages,
  rejectionReasons,
  toAccounts,
}: CustomerStepProps & ReasonProps) {
  const messages = { ...ownMessages, errors: { ...ownMessages.errors, ...rejectionReasons } };
  const { fieldErrors, field: entryField } = entryReason(context);
  const form = useRef<HTMLFormElement>(null);
  const focusOn = focusIn(form);
  const isSubmitted = useSignal(false);
  const leftField = useSignal('');
  const store = useMemo(() => {
    const { input, files } = customerDraft(context);
    return createCustomerStore({
      draft: input,
      files,
      utility: selection.utility,
      postalCode: selection.postalCode,
      contractEnd: currentContractEnd(context),
      serverErrors: fieldErrors,
      importedAccounts: toAccounts?.(importedLocations(context).peek(), selection.utility),
    });
  }, []);

  useEffect(() => {
    if (fieldErrors) focusOn('[aria-invalid]');
    if (entryField) focusOn(`[name="${entryField}"]`);
  }, []);

  const sectionProps = { context, selection, store, messages };

  return (
    <div class="step-columns">
      <form
        ref={form}
        noValidate
        onFocusOut={({ target }) => {
          leftField.value = target instanceof HTMLElement ? (target.getAttribute('name') ?? '') : '';
        }}
        onSubmit={(event) => {
          event.preventDefault();
          leftField.value = '';
          const details = store.submit();
          // If someone else signs, the panel at the end of the form saves the purchase.
          if (details && !store.input.peek().someoneElseSigns)
            return context.dispatch({ type: 'details_submitted', details });
          isSubmitted.value = true;
          focusOn('.error-summary');
        }}
      >
        {customerDraft(context).prepared.value?.notice}
        {isSubmitted.value && <ErrorSummary {...sectionProps} focusOn={focusOn} />}
        {fieldErrors && <Alert>{messages.correctionsNeeded(fieldErrors.length)}</Alert>}
        <LeftFieldError {...sectionProps} path={leftField.value} />
        <AccountsSection {...sectionProps} focusOn={focusOn} />
        <BusinessSection {...sectionProps} />
        <SignerSection {...sectionProps} />
        <CurrentSupplySection {...sectionProps} />
        <h2>{messages.documentsHeading}</h2>
        <LazyDetails summary={messages.documentsSummary} initiallyOpen={FilesSection.isLoaded(context)}>
          <FilesSection {...sectionProps} />
        </LazyDetails>
        {store.input.value.someoneElseSigns ? (
          <ApprovalPanel {...sectionProps} />
        ) : (
          <div class="button-row">
            <button type="submit" class="button-primary">
              {messages.review}
            </button>
            <button type="button" onClick={() => context.dispatch({ type: 'back' })}>
              {messages.back}
            </button>
          </div>
        )}
      </form>
      <OrderSummary selection={selection} messages={messages.orderSummary} format={context.format} />
      <OrderSummaryLine selection={selection} messages={messages.orderSummary} format={context.format} />
    </div>
  );
}

/** Lists all errors, each with a link to its field. Receives the focus after a failed submission. */
function ErrorSummary({ focusOn, ...props }: SectionProps & { readonly focusOn: FocusOn }) {
  const { store, messages } = props;
  // The errors are sorted in the order of the form, which starts with the accounts.
  const isAccount = ([path]: [string, string]) => Number(path.startsWith('/accounts'));
  const errors = Object.entries(store.errors.value).sort((a, b) => isAccount(b) - isAccount(a));
  if (!errors.length) return null;
  const { accounts } = store.input.value;
  const accountOf = (path: string) => {
    const index = accounts.findIndex((_, index) => path.startsWith(`/accounts/${index}/`));
    return accounts.length > 1 && index >= 0 ? `${messages.meter(index + 1)}: ` : '';
  };
  return (
    <section class="alert error-summary" aria-labelledby="error-summary" tabIndex={-1}>
      <p id="error-summary">{messages.fixErrors(errors.length)}</p>
      <ul>
        {errors.map(([path, code]) => (
          <li key={path}>
            <button type="button" class="button-link" onClick={() => focusOn(`[name="${path}"]`)}>
              {accountOf(path)}
              {errorOf(props, path, code)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/**
 * Announces the error of the field that the customer has just left. One region serves all fields, because a failed
 * submission would otherwise announce every error.
 */
function LeftFieldError({ path, ...props }: SectionProps & { readonly path: string }) {
  const code = props.store.errors.value[path];
  return (
    <p class="visually-hidden" role="status">
      {code && errorOf(props, path, code)}
    </p>
  );
}

type FocusOn = (selector: string) => void;

/** Focuses an element of the form after the next render, and opens the details around it and around every error. */
const focusIn =
  (form: RefObject<HTMLFormElement | null>): FocusOn =>
  (selector) =>
    requestAnimationFrame(() => {
      const element = form.current?.querySelector<HTMLElement>(selector);
      // The summary also refers to fields in closed details.
      for (const shown of form.current?.querySelectorAll(`[aria-invalid], ${selector}`) ?? [])
        shown.closest('details')?.setAttribute('open', '');
      element?.focus();
    });

function AccountsSection({ focusOn, ...props }: SectionProps & { readonly focusOn: FocusOn }) {
  const { context, selection, store, messages } = props;
  const { utility } = selection;
  const hint = messages.metersHint(utility.identifier.name);
  const { accounts } = store.input.value;
  const focusAccount = (index: number) => focusOn(`[name="${accountFieldPath(index, 'identifier')}"]`);
  return (
    <>
      <SectionHeading {...props} heading={messages.metersHeading} hint={hint} section={/^.accounts/} />
      <LazyDetails summary={messages.whereOnBill(utility.identifier.name)}>
        <BillIllustration context={context} utility={utility} />
      </LazyDetails>
      {importedLocations(context).value && <ImportedAccountsNotice {...props} />}
      {accounts.map((account, index) => (
        <AccountFields
          {...props}
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
    </>
  );
}
