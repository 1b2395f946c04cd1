import { ApprovalPanel } from '../approval-panel.lazy.tsx';
import { BillIllustration } from './bill-illustration.tsx';
import { FilesSection } from './files-section.tsx';
import { AccountUsage, ImportedAccountsNotice, toAccounts } from './imported-accounts.tsx';
import { BillingAddress, ContactFields, CurrentSupplyFields, UtilityFields } from './optional-fields.tsx';
import css from './optional-sections.css?inline';
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
