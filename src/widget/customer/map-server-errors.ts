import type { FieldProblem } from '../../wire/problem.ts';
import {
  type AccountField,
  accountFieldPath,
  FILE_FIELD_PATHS,
  type FieldErrors,
  type FieldPath,
  TEXT_FIELD_PATHS,
} from './field-paths.ts';

/** Refusals that may name a field but are not its fault: no other text in it would help. */
const NON_FIELD_CODES: readonly string[] = ['credit_hold', 'usage_outside_band'];

/** Where the form has no field of that name: the one that stands for it. */
const FIELD_ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^\/accounts$/, '/accounts/0/identifier'],
  [/^(\/accounts\/\d+)$/, '$1/identifier'],
  [/^(\/accounts\/\d+\/serviceAddress)(\/state)?$/, '$1/postalCode'],
  [/^\/customer$/, '/customer/legalName'],
  [/^\/signer$/, '/signer/name'],
  [/^\/customer\/billingAddress$/, '/customer/billingAddress/street'],
  [/^\/contact$/, '/contact/name'],
  [/^\/currentSupply$/, '/currentSupply/supplier'],
  [/^\/(taxExempt|taxExemption)$/, FILE_FIELD_PATHS.tax_exemption],
];

const ACCOUNT_FIELDS: readonly AccountField[] = [
  'identifier',
  'meterNumber',
  'nameKey',
  'street',
  'unit',
  'city',
  'postalCode',
];

/**
 * The field of a form with so many accounts in which a refusal can be put right; undefined when there is none, because
 * it is the offer that does not fit the customer.
 *
 * @example refusedField({ path: '/accounts/0/serviceAddress/state', code: 'utility_rate_mismatch', detail: '…' }, 1)
 *   // '/accounts/0/serviceAddress/postalCode'
 */
export function toFieldPath({ path, code }: FieldProblem, accountCount: number): FieldPath | undefined {
  if (NON_FIELD_CODES.includes(code)) return undefined;
  const resolvedPath = FIELD_ALIASES.reduce((fieldPath, [pattern, alias]) => fieldPath.replace(pattern, alias), path);
  const fields: readonly FieldPath[] = [
    ...TEXT_FIELD_PATHS,
    ...Object.values(FILE_FIELD_PATHS),
    ...Array.from({ length: accountCount }, (_, index) =>
      ACCOUNT_FIELDS.map((field) => accountFieldPath(index, field)),
    ).flat(),
  ];
  return fields.find((fieldPath) => fieldPath === resolvedPath);
}

/**
 * What the server refused, at the fields the form has for it. Suppliers write their codes in letters of either size.
 *
 * @param messages by the codes that there are words for
 */
export function toFieldErrors(problems: readonly FieldProblem[], messages: object, accountCount: number): FieldErrors {
  return Object.fromEntries(
    problems.flatMap((problem) => {
      const fieldPath = toFieldPath(problem, accountCount);
      const code =
        Object.keys(messages).find((knownCode) => knownCode.toLowerCase() === problem.code.toLowerCase()) ?? 'other';
      return fieldPath ? [[fieldPath, code] as const] : [];
    }),
  );
}
