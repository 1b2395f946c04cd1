import type { FieldProblem } from '../../wire/problem.ts';
import { type AccountField, accountPointer, type Faults, filePointers, type Pointer } from './pointer.ts';
import { textPointers } from './text-pointers.ts';

/** Refusals that may name a field but are not its fault: no other text in it would help. */
const notOfAField: readonly string[] = ['credit_hold', 'usage_outside_band'];

/** Where the form has no field of that name: the one that stands for it. */
const standIns: readonly (readonly [RegExp, string])[] = [
  [/^\/accounts$/, '/accounts/0/identifier'],
  [/^(\/accounts\/\d+)$/, '$1/identifier'],
  [/^(\/accounts\/\d+\/serviceAddress)(\/state)?$/, '$1/postalCode'],
  [/^\/customer$/, '/customer/legalName'],
  [/^\/signer$/, '/signer/name'],
  [/^\/customer\/billingAddress$/, '/customer/billingAddress/street'],
  [/^\/contact$/, '/contact/name'],
  [/^\/currentSupply$/, '/currentSupply/supplier'],
  [/^\/(taxExempt|taxExemption)$/, filePointers.tax_exemption],
];

const accountFields: readonly AccountField[] = [
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
export function refusedField({ path, code }: FieldProblem, accountCount: number): Pointer | undefined {
  if (notOfAField.includes(code)) return undefined;
  const wanted = standIns.reduce((pointer, [place, standIn]) => pointer.replace(place, standIn), path);
  const fields: readonly Pointer[] = [
    ...textPointers,
    ...Object.values(filePointers),
    ...Array.from({ length: accountCount }, (_, index) =>
      accountFields.map((field) => accountPointer(index, field)),
    ).flat(),
  ];
  return fields.find((pointer) => pointer === wanted);
}

/**
 * What the server refused, at the fields the form has for it. Suppliers write their codes in letters of either size.
 *
 * @param words by the codes that there are words for
 */
export function refusedFaults(refused: readonly FieldProblem[], words: object, accountCount: number): Faults {
  return Object.fromEntries(
    refused.flatMap((problem) => {
      const pointer = refusedField(problem, accountCount);
      const code = Object.keys(words).find((one) => one.toLowerCase() === problem.code.toLowerCase()) ?? 'other';
      return pointer ? [[pointer, code] as const] : [];
    }),
  );
}
