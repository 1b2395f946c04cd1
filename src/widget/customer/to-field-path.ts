import type { FieldProblem } from '../../wire/problem.ts';
import { type AccountField, accountFieldPath, FILE_FIELD_PATHS, type FieldPath } from './customer-input.ts';

export const TEXT_FIELD_PATHS = [
  '/customer/legalName',
  '/customer/tradeName',
  '/customer/entityType',
  '/customer/taxId',
  '/customer/billingAddress/street',
  '/customer/billingAddress/unit',
  '/customer/billingAddress/city',
  '/customer/billingAddress/state',
  '/customer/billingAddress/postalCode',
  '/signer/name',
  '/signer/title',
  '/signer/email',
  '/signer/phone',
  '/contact/name',
  '/contact/email',
  '/contact/phone',
  '/currentSupply/supplier',
  '/currentSupply/contractEnd',
] as const;
export type TextFieldPath = (typeof TEXT_FIELD_PATHS)[number];

const ACCOUNT_FIELDS: readonly AccountField[] = [
  'identifier',
  'meterNumber',
  'nameKey',
  'street',
  'unit',
  'city',
  'postalCode',
];

/** Error codes that the customer cannot resolve by changing the reported field. */
const NON_FIELD_CODES: readonly string[] = ['credit_hold', 'usage_outside_band'];

/** Maps server paths that are not form fields to the field that shows their error. */
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

/**
 * Returns the form field in which the customer can correct a server error.
 *
 * @returns undefined if no form field can resolve the error, for example because the offer does not fit the customer
 * @example toFieldPath({ path: '/accounts/0/serviceAddress/state', code: 'utility_rate_mismatch', detail: '…' }, 1)
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
