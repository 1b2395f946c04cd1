import { ApprovalPanel } from '../approval-panel.lazy.tsx';
import { BillIllustration } from './bill-illustration.tsx';
import { BillingAddress } from './billing-address.tsx';
import { ContactFields } from './contact-fields.tsx';
import { CurrentSupplyFields } from './current-supply-fields.tsx';
import { FilesSection } from './files-section.tsx';
import { AccountUsage, ImportedAccountsNotice } from './imported-accounts.tsx';
import css from './optional-sections.css?inline';
import { toAccounts } from './to-accounts.ts';
import { UtilityFields } from './utility-fields.tsx';
import { WarningsAdvice } from './warnings-advice.tsx';

/** The lazy part that contains the customer step's optional sections. Use it through `optional-sections.lazy.tsx`. */
export const optionalSections = {
  css,
  AccountUsage,
  ApprovalPanel,
  BillIllustration,
  BillingAddress,
  ContactFields,
  CurrentSupplyFields,
  FilesSection,
  ImportedAccountsNotice,
  toAccounts,
  UtilityFields,
  WarningsAdvice,
};
export type OptionalSections = typeof optionalSections;
