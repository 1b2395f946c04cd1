import type { Contract } from '../../wire/contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';

/** Rejection codes, in lowercase, that the customer can resolve by correcting a field. */
const ACCOUNT_REASON_CODES: readonly string[] = ['008', 'a76', 'wrong_account_number'];
const NAME_REASON_CODES: readonly string[] = ['legal_name'];

/** Accounts as typed, in form order. Each is matched with a contract account by `last4`, the end of the identifier. */
type EnteredAccounts = readonly { readonly identifier: string }[];

/**
 * The form fields to correct before a rejected contract can be submitted again.
 *
 * @returns an empty array when no correction would help
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
