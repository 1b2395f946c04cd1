import type { Choice, Details } from '../flow.ts';
import { doubtful } from './identifier-rule.ts';
import { nameLimit } from './name-limit.ts';
import { accountPointer, filePointers, type Pointer } from './pointer.ts';
import { overlaps, startsTooSoon } from './supply-dates.ts';
import type { usageMisfit as UsageMisfit } from './usage-fit.ts';

/** Something that suppliers or utilities often send a contract back for. */
export interface Advice {
  readonly code: AdviceCode;
  /** The field in which it can be mended. */
  readonly field: Pointer;
  /** Of a meter: its position. */
  readonly meter?: number | undefined;
}

export type AdviceCode =
  | 'name_lower_case'
  | 'name_with_trade_name'
  | 'name_ending_missing'
  | 'name_ending_other'
  | 'name_long'
  | 'identifier_doubted'
  | 'postal_code_elsewhere'
  | 'usage_misfit'
  | 'start_too_soon'
  | 'overlap'
  | 'bill_missing'
  | 'exemption_unsaid'
  | 'signer_one_word'
  | 'email_free';

/** Letters that every utility's systems take of a name, as far as limits are published. */
const safeNameLength = 35;
const ofNobody = /@(g(oogle)?mail|yahoo|hotmail|outlook|live|msn|aol|icloud|me|gmx|proton(mail)?)\.[a-z.]+$/i;
/** The endings of names that we know, and the kinds of business that may have them: none said, any. */
const endings: readonly (readonly [RegExp, kinds: string])[] = [
  [/\bp?l\.?\s?l\.?\s?c\b|\blimited liability co/i, 'llc'],
  [/\b(l\.?){1,2}p\b\.?$/i, 'partnership'],
  [/\b(inc|incorporated|corp|corporation)\b/i, 'corporation nonprofit'],
  [/\b(co|company|ltd|limited|p\.?c|p\.?a)\b\.?$/i, ''],
];

type Row = readonly [given: unknown, code: AdviceCode, field: Pointer, meter?: number];

/**
 * What tends to get a contract rejected, worked out from what was typed and is not wrong in itself: the likeliest first. Nothing
 * of it stops anyone.
 *
 * @param usageMisfit where a meter's usage is known: few come with a list
 * @example checklist(details, choice, new Date()) // [{ code: 'bill_missing', field: '/latestBill' }]
 */
export function checklist(
  details: Details,
  { offer, utility, postalCode }: Choice,
  now: Date,
  usageMisfit?: typeof UsageMisfit,
): readonly Advice[] {
  const { customer, signer, accounts, currentSupply, latestBill, taxExemption } = details;
  const { legalName, entityType } = customer;
  const { startMonth } = offer;
  const ending = endings.find(([pattern]) => pattern.test(legalName))?.[1];
  const lower = legalName.toLowerCase();
  const name = '/customer/legalName';
  const end = '/currentSupply/contractEnd';
  const rows: readonly Row[] = [
    [legalName === lower && lower !== legalName.toUpperCase(), 'name_lower_case', name],
    [/\bd\W?b\W?a\b|\bdoing business as\b/.test(lower), 'name_with_trade_name', '/customer/tradeName'],
    [ending === undefined && /llc|corporation/.test(entityType), 'name_ending_missing', name],
    [ending && !ending.includes(entityType), 'name_ending_other', '/customer/entityType'],
    [[...legalName].length > (nameLimit(utility.state) ?? safeNameLength), 'name_long', name],
    ...accounts.flatMap(({ identifier, serviceAddress }, meter): readonly Row[] => [
      [doubtful(identifier, utility.identifier), 'identifier_doubted', accountPointer(meter, 'identifier'), meter],
      [serviceAddress.postalCode !== postalCode, 'postal_code_elsewhere', accountPointer(meter, 'postalCode'), meter],
    ]),
    [usageMisfit?.(accounts, offer), 'usage_misfit', accountPointer(0, 'identifier')],
    [startsTooSoon(startMonth, utility.leadTimeDays, now), 'start_too_soon', end],
    [currentSupply?.contractEnd && overlaps(currentSupply.contractEnd, startMonth), 'overlap', end],
    [!/\S\s+\S/.test(signer.name), 'signer_one_word', '/signer/name'],
    [!latestBill, 'bill_missing', filePointers.latest_bill],
    [/nonprofit|government/.test(entityType) && !taxExemption, 'exemption_unsaid', 'exempt'],
    [ofNobody.test(signer.email), 'email_free', '/signer/email'],
  ];
  return rows.flatMap(([given, code, field, meter]) => (given ? [{ code, field, meter }] : []));
}
