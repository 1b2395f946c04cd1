import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import { isMisspelledEmail } from '../normalize-input.ts';
import { isTooLateToSwitch, overlapsCurrentSupply } from '../switch-deadline.ts';
import { accountFieldPath, FILE_FIELD_PATHS, type FieldPath } from './customer-input.ts';
import { violatesUnverifiedRule } from './identifier.ts';
import { legalNameLimit } from './validate-customer.ts';

/** A frequent reason for suppliers or utilities to reject a contract. */
export interface SubmissionWarning {
  readonly code: WarningCode;
  readonly field: FieldPath;
  /** Set for a warning about one account. */
  readonly accountIndex?: number | undefined;
}

export type WarningCode =
  | 'name_lower_case'
  | 'name_with_trade_name'
  | 'name_ending_missing'
  | 'name_ending_other'
  | 'name_long'
  | 'identifier_doubted'
  | 'identifier_rejected'
  | 'postal_code_elsewhere'
  | 'usage_misfit'
  | 'start_too_soon'
  | 'overlap'
  | 'bill_missing'
  | 'exemption_unsaid'
  | 'signer_one_word'
  | 'email_misspelled';

/** The lowest published limit for the length of a name, used for states without a published limit. */
const SAFE_NAME_LENGTH = 35;
/** Suffixes of legal names, with the entity types that may use them. An empty string means any type. */
const LEGAL_SUFFIXES: readonly (readonly [RegExp, kinds: string])[] = [
  [/\bp?l\.?\s?l\.?\s?c\b|\blimited liability co/i, 'llc'],
  [/\b(l\.?){1,2}p\b\.?$/i, 'partnership'],
  [/\b(inc|incorporated|corp|corporation)\b/i, 'corporation nonprofit'],
  [/\b(co|company|ltd|limited|p\.?c|p\.?a)\b\.?$/i, ''],
];

interface WarningOptions {
  readonly isUsageOutsideBand?: boolean;
  readonly rejectedNumbers?: readonly string[];
}

type WarningRule = readonly [isTriggered: unknown, code: WarningCode, field: FieldPath, accountIndex?: number];

/**
 * Finds valid input that suppliers or utilities often reject. Warnings do not block submission.
 *
 * @example findWarnings(details, selection, new Date()) // [{ code: 'bill_missing', field: '/latestBill' }]
 */
export function findWarnings(
  details: CustomerDetails,
  { offer, utility, postalCode }: SelectedOffer,
  now: Date,
  { isUsageOutsideBand, rejectedNumbers = [] }: WarningOptions = {},
): readonly SubmissionWarning[] {
  const { customer, signer, accounts, currentSupply, latestBill, taxExemption } = details;
  const { legalName, entityType } = customer;
  const { startMonth } = offer;
  const suffixKinds = LEGAL_SUFFIXES.find(([pattern]) => pattern.test(legalName))?.[1];
  const lowerCaseName = legalName.toLowerCase();
  const namePath = '/customer/legalName';
  const contractEndPath = '/currentSupply/contractEnd';
  const rules: readonly WarningRule[] = [
    [legalName === lowerCaseName && lowerCaseName !== legalName.toUpperCase(), 'name_lower_case', namePath],
    [/\bd\W?b\W?a\b|\bdoing business as\b/.test(lowerCaseName), 'name_with_trade_name', '/customer/tradeName'],
    [suffixKinds === undefined && /llc|corporation/.test(entityType), 'name_ending_missing', namePath],
    [suffixKinds && !suffixKinds.includes(entityType), 'name_ending_other', '/customer/entityType'],
    [[...legalName].length > (legalNameLimit(utility.state) ?? SAFE_NAME_LENGTH), 'name_long', namePath],
    ...accounts.flatMap(({ identifier, serviceAddress }, accountIndex): readonly WarningRule[] => [
      [
        violatesUnverifiedRule(identifier, utility.identifier),
        'identifier_doubted',
        accountFieldPath(accountIndex, 'identifier'),
        accountIndex,
      ],
      [
        rejectedNumbers.includes(identifier),
        'identifier_rejected',
        accountFieldPath(accountIndex, 'identifier'),
        accountIndex,
      ],
      [
        serviceAddress.postalCode !== postalCode,
        'postal_code_elsewhere',
        accountFieldPath(accountIndex, 'postalCode'),
        accountIndex,
      ],
    ]),
    [isUsageOutsideBand, 'usage_misfit', accountFieldPath(0, 'identifier')],
    [isTooLateToSwitch(startMonth, utility.leadTimeDays, now), 'start_too_soon', contractEndPath],
    [
      currentSupply?.contractEnd && overlapsCurrentSupply(currentSupply.contractEnd, startMonth),
      'overlap',
      contractEndPath,
    ],
    [!/\S\s+\S/.test(signer.name), 'signer_one_word', '/signer/name'],
    [isMisspelledEmail(signer.email), 'email_misspelled', '/signer/email'],
    [!latestBill, 'bill_missing', FILE_FIELD_PATHS.latest_bill],
    [/nonprofit|government/.test(entityType) && !taxExemption, 'exemption_unsaid', 'exempt'],
  ];
  return rules.flatMap(([isTriggered, code, field, accountIndex]) =>
    isTriggered ? [{ code, field, accountIndex }] : [],
  );
}
