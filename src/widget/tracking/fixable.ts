import type { Contract } from '../../wire/contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';

/** Reasons that another text in a field of the form puts right, by their code in lower case. */
const accountReasons: readonly string[] = ['008', 'a76', 'wrong_account_number'];
const nameReasons: readonly string[] = ['legal_name'];

/** What the accounts were typed as, in the form's order; a number ends in its account's `last4`. */
type Typed = readonly { readonly identifier: string }[];

/**
 * The fields of the form in which a rejection can be put right, so that the customer can send it again: empty when
 * nothing in the form would help.
 *
 * @example fixableFields(contract, [{ identifier: '10443720001234567' }]) // [{ path: '/accounts/0/identifier', code: 'A76', … }]
 */
export function fixableFields({ status, reasons, accounts }: Contract, typed: Typed): readonly FieldProblem[] {
  if (status !== 'rejected') return [];
  const placeOf = (last4: string, index: number) => {
    const found = typed.findIndex(({ identifier }) => identifier.replace(/\W/g, '').toUpperCase().endsWith(last4));
    return `/accounts/${found < 0 ? index : found}/identifier`;
  };
  const isAccountReason = ({ code }: { code: string }) => accountReasons.includes(code.toLowerCase());
  const atAccounts = accounts.flatMap(({ last4, reasons: own }, index) =>
    own.filter(isAccountReason).map(({ code }) => ({ path: placeOf(last4, index), code })),
  );
  // A reason of the contract alone names no meter: any of them may be meant.
  const anywhere = atAccounts.length
    ? []
    : reasons
        .filter(isAccountReason)
        .flatMap(({ code }) => accounts.map(({ last4 }, index) => ({ path: placeOf(last4, index), code })));
  const atName = [...reasons, ...accounts.flatMap((account) => account.reasons)]
    .filter(({ code }) => nameReasons.includes(code.toLowerCase()))
    .map(({ code }) => ({ path: '/customer/legalName', code }));
  const all = [...atAccounts, ...anywhere, ...atName];
  const paths = [...new Set(all.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const first = all.find((one) => one.path === path);
    return first ? [{ ...first, detail: '' }] : [];
  });
}
