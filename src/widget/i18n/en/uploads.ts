type UploadMessage = (name: string, size: string) => string;

/** Files that the customer uploads. */
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
