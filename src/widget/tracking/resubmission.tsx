import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { isRetryable } from '../../wire/contract-status.ts';
import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { OpenedPurchase } from '../../wire/saved-purchase.ts';
import { type AsyncState, type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import type { ChangedTerms } from '../approval/changed-terms.tsx';
import { createLazy } from '../components/lazy.tsx';
import { customerDraft } from '../customer/customer-draft.ts';
import type { CustomerInput } from '../customer/customer-input.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import { normalizeNumber } from '../normalize-input.ts';
import type { SubmittedPurchase } from '../saved-purchase.ts';
import type { WidgetContext } from '../widget-context.ts';

/** Rejection codes, in lowercase, that the customer can resolve by correcting a field. */
const ACCOUNT_REASON_CODES: readonly string[] = ['008', 'a76', 'wrong_account_number'];
const NAME_REASON_CODES: readonly string[] = ['legal_name'];

/**
 * Accounts as typed, in form order. An account is matched with a contract account by `last4`, the last characters of
 * the identifier.
 */
type EnteredAccounts = readonly { readonly identifier: string }[];

/**
 * Returns the form fields to correct before a rejected contract can be submitted again.
 *
 * @returns an empty array if no correction can resolve the rejection
 * @example
 * correctableFields(contract, [{ identifier: '10443720001234567' }])
 * // [{ path: '/accounts/0/identifier', code: 'A76', … }]
 */
export function correctableFields(
  { status, reasons, accounts }: Contract,
  enteredAccounts: EnteredAccounts,
): readonly FieldProblem[] {
  if (status !== 'rejected') return [];
  const identifierPath = (last4: string, index: number) => {
    const position = enteredAccounts.findIndex(({ identifier }) =>
      identifier.replace(/\W/g, '').toUpperCase().endsWith(last4),
    );
    return `/accounts/${position < 0 ? index : position}/identifier`;
  };
  const isAccountReason = ({ code }: { code: string }) => ACCOUNT_REASON_CODES.includes(code.toLowerCase());
  const accountErrors = accounts.flatMap(({ last4, reasons: accountOwnReasons }, index) =>
    accountOwnReasons.filter(isAccountReason).map(({ code }) => ({ path: identifierPath(last4, index), code })),
  );
  // A contract-level reason does not specify an account, so all accounts are marked.
  const unattributedErrors = accountErrors.length
    ? []
    : reasons
        .filter(isAccountReason)
        .flatMap(({ code }) => accounts.map(({ last4 }, index) => ({ path: identifierPath(last4, index), code })));
  const nameErrors = [...reasons, ...accounts.flatMap((account) => account.reasons)]
    .filter(({ code }) => NAME_REASON_CODES.includes(code.toLowerCase()))
    .map(({ code }) => ({ path: '/customer/legalName', code }));
  const errors = [...accountErrors, ...unattributedErrors, ...nameErrors];
  const paths = [...new Set(errors.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const first = errors.find((candidate) => candidate.path === path);
    return first ? [{ ...first, detail: '' }] : [];
  });
}

/** Returns the submitted account numbers that are among the fields to correct. */
export const rejectedNumbers = (fields: readonly FieldProblem[], accounts: EnteredAccounts): readonly string[] =>
  accounts
    .filter((_, index) => fields.some(({ path }) => path === `/accounts/${index}/identifier`))
    .map(({ identifier }) => normalizeNumber(identifier));

/** `unavailable`: the server no longer has the purchase. */
type PurchaseState = AsyncState<SubmittedPurchase, ErrorKind | 'unavailable'>;

/**
 * Loads the purchase of a contract that can be corrected, unless the form still contains this purchase. The form no
 * longer contains the purchase after a reload, or after the customer has entered another purchase.
 */
export function useSubmittedPurchase(
  context: WidgetContext,
  { id, status }: Pick<Contract, 'id' | 'status'>,
): { readonly purchase: PurchaseState; retry(): void } {
  const state = useSignal<PurchaseState>({ status: 'idle' });
  const attempt = useSignal(0);
  const isNeeded = isRetryable(status) && !draftInput(context, id);
  // The first render already has the state `loading`, although the request starts in an effect.
  const purchase: PurchaseState = isNeeded && state.value.status === 'idle' ? { status: 'loading' } : state.value;
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    state.value = { status: 'loading' };
    void loadPurchase(context, id).then((result) => {
      if (isCurrent) state.value = result;
    });
    return () => {
      isCurrent = false;
    };
  }, [context, id, isNeeded, attempt.value]);
  return { purchase, retry: () => attempt.value++ };
}

/** The input in the form if it was entered for this contract. */
export function draftInput(context: WidgetContext, id: string): CustomerInput | undefined {
  const { contractId, input } = customerDraft(context);
  return contractId.value === id ? input.value : undefined;
}

/** Loads the purchase of a contract. Does not throw. */
export async function loadPurchase(context: WidgetContext, contractId: string): Promise<PurchaseState> {
  try {
    const { loadSubmittedPurchase } = await import('../saved-purchase.ts');
    return { status: 'success', data: await loadSubmittedPurchase(context, contractId) };
  } catch (error) {
    const isGone = error instanceof ProblemError && ['purchase_unavailable', 'not_found'].includes(error.problem.code);
    return { status: 'error', errorKind: isGone ? 'unavailable' : toErrorKind(error) };
  }
}

interface ChangedOfferProps {
  readonly context: WidgetContext;
  readonly offer: Offer;
  readonly change: NonNullable<OpenedPurchase['change']>;
  readonly hint: string;
  readonly onShown: () => void;
}

interface LoadedProps {
  readonly ChangedTermsTable: typeof ChangedTerms;
  readonly messages: ApprovalMessages['opening'];
  readonly submissionErrors: SubmissionErrorMessages;
}

/** Shows the terms that have changed since the rejected contract was signed, with the table that approvals also use. */
export const ChangedOffer = createLazy<ChangedOfferProps, LoadedProps>(async (catalog) => {
  const lazyMessages = await catalog.lazy();
  const [{ ChangedTerms: ChangedTermsTable, css }, { opening }, submissionErrors] = await Promise.all([
    import('../approval/approval.ts'),
    lazyMessages.approval(),
    lazyMessages.submissionErrors(),
  ]);
  return { View: ChangedOfferView, css, props: { ChangedTermsTable, messages: opening, submissionErrors } };
});

function ChangedOfferView({ hint, onShown, ChangedTermsTable, ...props }: ChangedOfferProps & LoadedProps) {
  useEffect(onShown, []);
  return (
    <div class="action-note">
      <p>{hint}</p>
      <ChangedTermsTable {...props} />
    </div>
  );
}
