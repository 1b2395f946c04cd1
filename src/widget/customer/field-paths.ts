import type { FieldProblem } from '../../wire/problem.ts';
import type { UploadKind } from '../../wire/upload.ts';
import type { AccountInput } from './customer-input.ts';

/**
 * JSON Pointer (RFC 6901) into the body of `POST /v1/contracts`, such as `/accounts/0/identifier`. The form and the
 * server share it.
 */
export type FieldPath = string;

/** Error codes by field. */
export type FieldErrors = Readonly<Record<FieldPath, string>>;

export type AccountField = Exclude<keyof AccountInput, 'key' | 'annualUsage'>;

export const FILE_FIELD_PATHS: Record<UploadKind, FieldPath> = {
  latest_bill: '/latestBill',
  tax_exemption: '/taxExemption/certificate',
};

/** All other account fields belong to the account's service address. */
const ACCOUNT_LEVEL_FIELDS: readonly AccountField[] = ['identifier', 'meterNumber', 'nameKey'];
const ACCOUNT_FIELDS: readonly AccountField[] = [...ACCOUNT_LEVEL_FIELDS, 'street', 'unit', 'city', 'postalCode'];

/** @example accountFieldPath(0, 'street') // '/accounts/0/serviceAddress/street' */
export const accountFieldPath = (index: number, field: AccountField): FieldPath =>
  `/accounts/${index}${ACCOUNT_LEVEL_FIELDS.includes(field) ? '' : '/serviceAddress'}/${field}`;

/** Text fields outside the accounts. */
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

/** Codes that may be reported for a field even though no other value in that field would help. */
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
 * The form field in which the customer can correct a server error.
 *
 * @returns undefined when no field would help, because the offer does not fit the customer
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

/** Server errors by the form field that shows them. Errors that no field can correct are left out. */
export const toFieldErrors = (problems: readonly FieldProblem[], accountCount: number): FieldErrors =>
  Object.fromEntries(
    problems.flatMap((problem) => {
      const fieldPath = toFieldPath(problem, accountCount);
      return fieldPath ? [[fieldPath, problem.code] as const] : [];
    }),
  );
