type UploadMessage = (name: string, size: string) => string;

/** Files that the customer uploads. */
export const uploads = {
  intro: 'A PDF or a photo, 10 MB at most. It goes straight to the supplier; we keep no copy.',
  latestBill: 'Latest bill',
  latestBillHint: 'Suppliers often ask for it. All its pages, not older than two months.',
  taxExempt: 'The business pays no sales tax and has an exemption certificate',
  certificate: 'Exemption certificate',
  certificateHint: 'Signed, and for the state of the meters.',
  choose: 'Choose a file or take a photo',
  chooseAnother: 'Choose another file',
  progress: 'How much has been sent',
  states: {
    sending: (name, size) => `Sending ${name}, ${size}…`,
    uploaded: (name, size) => `${name}, ${size}: handed in.`,
    failed: (name, size) => `${name}, ${size}: not handed in.`,
  } satisfies Record<string, UploadMessage>,
  cancel: 'Cancel',
  remove: 'Remove',
  retry: 'Send again',
  errors: {
    file_too_large: 'This file is larger than 10 MB. Photograph fewer pages per file, or save it smaller.',
    file_type_unsupported: 'This is no PDF, JPEG, PNG or HEIC. Save it as a PDF, or take a photo of it.',
    file_empty: 'This file is empty. Choose another one.',
    file_cut_off: 'The file did not arrive whole. Send it again, or remove it to continue without it.',
    upload_running: 'This file is still on its way. Wait for it, or cancel it.',
    upload_unknown: 'This file is not with the supplier any more. Send it again.',
    document_not_found: 'This file is not with the supplier any more. Send it again.',
    certificate_missing: 'An exemption needs its certificate. Choose the file, or untick the box above.',
    tax_exemption_without_certificate:
      'The supplier has this business as tax-exempt and needs the certificate. Choose the file.',
    offline: 'You are offline. Send it again when you are back, or remove it to continue without it.',
    slow: 'It took too long. Send it again on a better line, or remove it to continue without it.',
    unreachable: 'The file did not arrive. Send it again, or remove it to continue without it.',
    unavailable:
      'The supplier’s side takes no files just now. Send it again later, or remove it to continue without it.',
    busy: 'Too many files in a short time. Wait a while, or remove it to continue without it.',
    broken: 'The file did not arrive. Send it again, or remove it to continue without it.',
  },
};
export type UploadMessages = typeof uploads;
