import type { SignatureRequestStatus } from '../../../wire/contract.ts';

/** Signing by email: status of the signature request, and next actions. */
export const emailSigning = {
  label: 'Signing by email',
  headline: {
    preparing: 'We’re emailing your contract.',
    sent: 'Check your email.',
    viewed: 'Contract opened. Finish signing from your email.',
    signed: 'Signed. We’re sending it to the supplier.',
    declined: 'You declined to sign. You have no obligation.',
    expired: 'The signing period expired.',
    bounced: 'We couldn’t deliver the email.',
    cancelled: 'Canceling your contract…',
    failed: 'We couldn’t email the contract.',
  } satisfies Record<SignatureRequestStatus, string>,
  nextStep: {
    preparing: (to: string) => `We’re sending it to ${to}. You can close this page.`,
    sent: (to: string) =>
      `Open the email sent to ${to} to read and sign. Don’t see it? Check your spam folder or resend it.`,
    viewed: (to: string) => `Sent to ${to} and opened. This page updates when it’s signed.`,
    signed: () => 'To return later, get a link below.',
    declined: () => 'You can select another offer, or call us.',
    expired: (to: string) => `Resend it to ${to} when you’re ready to sign.`,
    bounced: (to: string) => `${to} can’t receive email. Correct the address and we’ll resend it.`,
    cancelled: () => 'The signing request was canceled. You have no obligation.',
    failed: () => 'Something went wrong on our end. You have no obligation. Call us, or try again later.',
  } satisfies Record<SignatureRequestStatus, (to: string) => string>,
  /** Signed after the contract had expired or been withdrawn. */
  tooLate: 'Your signature arrived after the rate expired.',
  tooLateNextStep: 'The rate expired or the contract was voided first. You have no obligation.',
  sendFailed: 'We couldn’t email the contract. You have no obligation.',
  signBy: (moment: string) => `Sign by ${moment} to keep this rate.`,
  resend: 'Resend',
  resendWait: 'Email can take 30 seconds. After that you can resend it.',
  changeAddress: 'Change email address',
  addressLabel: 'Email address',
  addressInvalid: 'Enter a valid email, like name@company.com.',
  sendToAddress: 'Send',
  keepAddress: 'Keep current address',
  sending: 'Sending…',
  cancel: 'Cancel contract',
  cancelConfirm: 'Cancel this contract? The signing link will stop working.',
  cancelConfirmYes: 'Yes, cancel contract',
  cancelling: 'Canceling…',
  cancelConfirmNo: 'Keep contract',
  tooSoon: 'We just sent it. You can resend in 30 seconds.',
  tooOften: 'You’ve reached the resend limit. Call us and we’ll help.',
  notPending: 'This can no longer be changed. The current status is shown.',
  inProgress: 'Already sending. Try again in a few seconds.',
  unavailable: 'That didn’t go through. Nothing changed. Try again in a minute.',
};
export type EmailSigningMessages = typeof emailSigning;
