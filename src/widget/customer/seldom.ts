import { BillDrawing } from './bill-drawing.tsx';
import { BillingAddress } from './billing-address.tsx';
import { ContactFields } from './contact-fields.tsx';
import { FilesSection } from './files-section.tsx';
import { ListNotes } from './list-notes.tsx';
import { listedAccounts } from './listed-accounts.ts';
import { NeedFields } from './need-fields.tsx';
import { refusedFaults } from './refused-field.ts';
import css from './seldom.css?inline';
import { SupplyFields } from './supply-fields.tsx';
import { usageMisfit } from './usage-fit.ts';

/** What few customers need of this step. It is one file, since who needs one part of it often needs another. */
export const seldom = {
  css,
  BillDrawing,
  BillingAddress,
  ContactFields,
  FilesSection,
  ListNotes,
  listedAccounts,
  NeedFields,
  refusedFaults,
  SupplyFields,
  usageMisfit,
};
