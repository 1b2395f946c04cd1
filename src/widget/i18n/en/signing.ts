import type { SignatureRequestStatus } from '../../../wire/contract.ts';

/** Signing a contract in a signing session: how the session opens, and the outcome. */
export const signingSession = {
  /** Shown before the first signing session, by presentation. */
  opens: {
    focused: 'You’ll read and sign the full contract here with DocuSign.',
    popup: 'You’ll read and sign the full contract with DocuSign in a new window.',
    redirect: 'You’ll read and sign the full contract with DocuSign in this tab, then return here.',
  },
  inProgress: 'You’ll see the full contract before you sign.',
  viewed: 'We haven’t received your signature yet. Reopen the contract when you’re ready.',
  /** Reasons to open a new signing session for the same contract. */
  reopen: {
    postponed: 'Your contract is saved. Reopen it when you’re ready to sign.',
    timed_out: 'Your signing session timed out after 20 minutes. Your contract is saved. Reopen it to continue.',
    interrupted: 'Signing was interrupted. Your contract is saved. Reopen it to continue.',
    window_closed:
      'We haven’t received your signature, and the signing window appears to be closed. Reopen it, or finish in that window if it’s still open.',
    blocked: 'Your browser blocked the signing window. Sign in this tab, then return here.',
    iframe_failed: 'Signing can’t open on this page. Open it in a new window.',
    failed: 'Signing didn’t open. Your contract is saved. Try again.',
  },
  open: 'Review and sign',
  openAgain: 'Reopen contract',
  openWindow: 'Sign in a new window',
  openInTab: 'Sign in this tab',
  opening: 'Opening…',
  waiting: 'Your contract will appear here in a moment.',
  otherWindow: 'Finish signing in the other window. This page updates automatically.',
  errors: {
    unavailable: 'Signing is temporarily unavailable. Your contract is saved. Try again in a few minutes.',
  },

  iframeHeading: 'Read and sign your contract',
  iframeLoading: 'Opening your contract…',
  postpone: 'Finish later',
  postponeConfirm: 'Finish later? We’ll save your contract. Nothing is final until you sign.',
  postponeConfirmYes: 'Yes, finish later',
  postponeConfirmNo: 'Continue signing',

  confirming: 'Checking whether you signed…',
  confirmingLead: 'If you signed, this may take a minute. If you didn’t, reopen the contract.',
  notSigned: 'Haven’t signed yet? Reopen the contract to sign it.',
  delayed: (reference: string) =>
    `This is taking longer than usual. If you signed, DocuSign will email you a copy once everyone has signed. Your contract number is ${reference}. Use the link below to return.`,

  othersHeading: 'You’ve signed. Waiting for other signers.',
  others: (count: number) =>
    `${count === 1 ? '1 more signature' : `${count} more signatures`} needed. We emailed them. This page updates automatically. The contract isn’t final until everyone signs.`,
};
export type SigningSessionMessages = typeof signingSession;

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
  /** Shown for a signature that arrived after the contract had expired or been voided. */
  tooLate: 'Your signature arrived after the rate expired.',
  tooLateNextStep: 'The rate expired or the contract was voided first. You have no obligation.',
  sendFailed: 'We couldn’t email the contract. You have no obligation.',
  signBy: (moment: string) => `Sign by ${moment} to keep this rate.`,
  resend: 'Resend',
  resendWait: 'Email can take 30 seconds. After that you can resend it.',
  changeAddress: 'Change email address',
  addressLabel: 'Email address',
  addressInvalid: 'Enter a valid email, like name@company.com.',
  addressMisspelled: 'This address looks misspelled. Check it before you send.',
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
