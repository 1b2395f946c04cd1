export const billIllustration = {
  caption: (name: string) => name,
  name: 'YOUR BUSINESS',
  meter: 'Meter 00000000',
  accountNumberHint: (name: string) => `Look for “${name}” near your service address, usually on page 1.`,
  meterNumberHint: 'The meter number is in the usage section.',
  nameKeyHint: 'Your name key is the first four letters of the account name.',
};
export type BillIllustrationMessages = typeof billIllustration;

type UploadMessage = (name: string, size: string) => string;

export const uploads = {
  intro: 'PDF or photo, up to 10 MB. Sent directly to the supplier. We don’t keep a copy.',
  latestBill: 'Recent utility bill',
  latestBillHint: 'All pages, dated within the last 2 months.',
  taxExempt: 'This business is tax-exempt',
  certificate: 'Exemption certificate',
  certificateHint: 'Signed and valid in the service state.',
  choose: 'Upload file or take photo',
  chooseAnother: 'Upload another file',
  progress: 'Upload progress',
  states: {
    sending: (name, size) => `Uploading ${name}, ${size}…`,
    uploaded: (name, size) => `${name}, ${size}: uploaded.`,
    failed: (name, size) => `${name}, ${size}: upload failed.`,
  } satisfies Record<string, UploadMessage>,
  cancel: 'Cancel',
  remove: 'Remove',
  retry: 'Retry',
  errors: {
    file_too_large: 'This file is over 10 MB. Use a smaller file or fewer pages.',
    file_type_unsupported: 'Use a PDF, JPEG, PNG or HEIC file.',
    file_empty: 'This file is empty. Choose another file.',
    file_cut_off: 'Upload failed. Try again, or remove the file to continue without it.',
    upload_running: 'This file is still uploading. Wait for it, or cancel it.',
    upload_unknown: 'The supplier no longer has this file. Upload it again.',
    document_not_found: 'The supplier no longer has this file. Upload it again.',
    certificate_missing: 'Upload your exemption certificate, or uncheck the box above.',
    tax_exemption_without_certificate: 'The supplier lists you as tax-exempt. Upload your certificate.',
    offline: 'You’re offline. Try again when you reconnect, or remove the file to continue without it.',
    slow: 'The upload timed out. Try again on a better connection, or remove the file to continue without it.',
    unreachable: 'Upload failed. Try again, or remove the file to continue without it.',
    unavailable: 'The supplier can’t accept files right now. Try later, or remove the file to continue without it.',
    busy: 'Too many files in a short time. Try later, or remove the file to continue without it.',
    broken: 'Upload failed. Try again, or remove the file to continue without it.',
  },
};
export type UploadMessages = typeof uploads;

/** The optional sections of the customer step, and the sections for a contract that the supplier rejected. */
export const customerOptional = {
  /** Likely reasons for a rejection, and how to prevent a rejection. */
  warnings: {
    name_lower_case: 'Your legal name has no capital letters. Enter it as it appears on your bill.',
    name_with_trade_name: 'Enter only the registered legal name here. Put the DBA in its own field.',
    name_ending_missing: 'Add the entity suffix (LLC, Inc.) if it’s part of your legal name.',
    name_ending_other: 'The suffix in your legal name doesn’t match the business type you selected.',
    name_long: 'Some utilities limit names to 35 characters. Enter it as it appears on your bill.',
    identifier_doubted: 'the account number doesn’t match this utility’s format. Check your bill.',
    identifier_rejected: 'the utility could not find this account number before. Check every digit on your bill.',
    postal_code_elsewhere: 'this ZIP code differs from your quote. Confirm that the same utility serves it.',
    usage_misfit:
      'Your accounts’ usage differs from what this rate was quoted for. Update your rates before continuing.',
    start_too_soon: 'Your start month is too soon for the utility. Choose a later start month.',
    overlap:
      'Your current contract ends after this one starts. You could owe an early termination fee or pay two suppliers.',
    exemption_unsaid: 'If you’re tax-exempt, upload your exemption certificate now.',
    signer_one_word: 'Enter the signer’s first and last name.',
    email_misspelled: 'Check the signer’s email address. It looks misspelled.',
  },
  billIllustration,
  uploads,
  billingAddress: {
    heading: 'Billing address',
    street: 'Billing address',
    unit: 'Billing suite or unit',
    city: 'Billing city',
    state: 'Billing state',
    postalCode: 'Billing ZIP code',
  },
  contact: {
    heading: 'Main contact',
    name: 'Contact’s full name',
    email: 'Contact’s email',
    phone: 'Contact’s phone',
  },
  utilityFields: {
    meterNumber: { label: 'Meter number', hint: 'On your meter and most bills.' },
    nameKey: { label: 'Name key', hint: 'The first four letters of the name on your bill.' },
  },
  currentSupply: {
    supplier: 'Current supplier',
    contractEnd: 'Contract end date',
    overlap: (start: string) =>
      `Your current contract ends after this one starts in ${start}. You could owe an early termination fee or pay two suppliers. Choose a later start month or check with your supplier.`,
  },
  usageMismatch: (usage: string) =>
    `Your accounts use ${usage} a year, but this rate was quoted for a different amount. Update your rates before continuing.`,
  annualUsage: (amount: string) => `${amount} per year (from your list)`,
  imported: (count: number) =>
    `Imported ${count === 1 ? '1 account' : `${count} accounts`} from your list. Check each one against its bill.`,
  importTruncated: (count: number, max: number) =>
    `One contract can include ${max} accounts. We added the first ${max} of ${count}. Call us to add the rest.`,
};
export type OptionalMessages = typeof customerOptional;
