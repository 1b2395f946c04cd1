import { BillIllustration } from './bill-illustration.tsx';
import { BillingAddress } from './billing-address.tsx';
import { ContactFields } from './contact-fields.tsx';
import { CurrentSupplyFields } from './current-supply-fields.tsx';
import { FilesSection } from './files-section.tsx';
import { importedAccounts } from './imported-accounts.ts';
import { ImportedAccountsNotice } from './imported-accounts-notice.tsx';
import { toFieldErrors } from './map-server-errors.ts';
import css from './seldom.css?inline';
import { usageOutsideBand } from './usage-band.ts';
import { UtilityFields } from './utility-fields.tsx';

/** What few customers need of this step. It is one file, since who needs one part of it often needs another. */
export const seldom = {
  css,
  BillDrawing: BillIllustration,
  BillingAddress,
  ContactFields,
  FilesSection,
  ListNotes: ImportedAccountsNotice,
  listedAccounts: importedAccounts,
  NeedFields: UtilityFields,
  refusedFaults: toFieldErrors,
  SupplyFields: CurrentSupplyFields,
  usageMisfit: usageOutsideBand,
};
