import type { Customer } from '../../wire/customer.ts';
import type { Choice, Details } from '../flow.ts';
import { doubtful } from './identifier-rule.ts';
import { nameLimit } from './name-limit.ts';
import { accountPointer, filePointers, type Pointer, pointers } from './pointer.ts';
import { overlaps, startsTooSoon } from './supply-dates.ts';
import { usageMisfit } from './usage-fit.ts';

/** Something that suppliers or utilities often send a contract back for. */
export interface Advice {
  readonly code: AdviceCode;
  /** The field in which it can be mended. */
  readonly field: Pointer;
  /** Of a meter: its position. */
  readonly meter?: number;
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
const ofNobody = /@(gmail|googlemail|yahoo|hotmail|outlook|live|msn|aol|icloud|me|gmx|proton|protonmail)\.[a-z.]+$/i;

/**
 * What tends to get a contract rejected, worked out from what was typed and is not wrong in itself: the likeliest first. Nothing
 * of it stops anyone.
 *
 * @example checklist(details, choice, new Date()) // [{ code: 'bill_missing', field: '/latestBill' }]
 */
export function checklist(details: Details, choice: Choice, now: Date): readonly Advice[] {
  const { signer, currentSupply, latestBill } = details;
  const { startMonth } = choice.offer;
  const end = currentSupply?.contractEnd;
  return [
    ...nameAdvice(details.customer, choice),
    ...meterAdvice(details, choice),
    ...when(usageMisfit(details.accounts, choice.offer) !== undefined, 'usage_misfit', accountPointer(0, 'identifier')),
    ...when(startsTooSoon(startMonth, choice.utility.leadTimeDays, now), 'start_too_soon', pointers.contractEnd),
    ...when(end !== undefined && overlaps(end, startMonth), 'overlap', pointers.contractEnd),
    ...when(!/\S\s+\S/.test(signer.name.trim()), 'signer_one_word', pointers.name),
    ...when(latestBill === undefined, 'bill_missing', filePointers.latest_bill),
    ...when(mayBeExempt(details), 'exemption_unsaid', 'exempt'),
    ...when(ofNobody.test(signer.email), 'email_free', pointers.email),
  ];
}

const when = (given: boolean, code: AdviceCode, field: Pointer): readonly Advice[] => (given ? [{ code, field }] : []);

function nameAdvice({ legalName, entityType }: Customer, { utility }: Choice): readonly Advice[] {
  const at = pointers.legalName;
  const ending = endingOf(legalName);
  const hasSmallLetters = legalName !== legalName.toUpperCase();
  const long = [...legalName].length > (nameLimit(utility.state) ?? safeNameLength);
  return [
    ...when(hasSmallLetters && legalName === legalName.toLowerCase(), 'name_lower_case', at),
    ...when(/\bd\W?b\W?a\b|\bdoing business as\b/i.test(legalName), 'name_with_trade_name', pointers.tradeName),
    ...when(ending === undefined && needsEnding(entityType), 'name_ending_missing', at),
    ...when(ending !== undefined && !ending.includes(entityType), 'name_ending_other', pointers.entityType),
    ...when(long, 'name_long', at),
  ];
}

const needsEnding = (type: Customer['entityType']): boolean => type === 'llc' || type === 'corporation';

/** The kinds of business that a name of this ending may be; undefined where it has none that we know. */
function endingOf(name: string): readonly Customer['entityType'][] | undefined {
  if (/\bp?l\.?\s?l\.?\s?c\b|\blimited liability co/i.test(name)) return ['llc'];
  if (/\b(l\.?l\.?p|l\.?p)\b\.?$/i.test(name)) return ['partnership'];
  if (/\b(inc|incorporated|corp|corporation)\b/i.test(name)) return ['corporation', 'nonprofit'];
  if (/\b(co|company|ltd|limited|p\.?c|p\.?a)\b\.?$/i.test(name)) {
    return ['corporation', 'llc', 'partnership', 'sole_proprietor', 'nonprofit', 'government'];
  }
  return undefined;
}

const meterAdvice = ({ accounts }: Details, { utility, postalCode }: Choice): readonly Advice[] =>
  accounts.flatMap(({ identifier, serviceAddress }, meter) => [
    ...when(doubtful(identifier, utility.identifier), 'identifier_doubted', accountPointer(meter, 'identifier')).map(
      (advice) => ({ ...advice, meter }),
    ),
    ...when(serviceAddress.postalCode !== postalCode, 'postal_code_elsewhere', accountPointer(meter, 'postalCode')).map(
      (advice) => ({ ...advice, meter }),
    ),
  ]);

const mayBeExempt = ({ customer, taxExemption }: Details): boolean =>
  (customer.entityType === 'nonprofit' || customer.entityType === 'government') && !taxExemption;
