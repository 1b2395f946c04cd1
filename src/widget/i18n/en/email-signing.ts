import type { SignatureRequestStatus } from '../../../wire/contract.ts';

/** Signing by email: status of the signature request, and next actions. */
export const emailSigning = {
  label: 'Signing by e-mail',
  headline: {
    preparing: 'Your contract is on its way to your inbox.',
    sent: 'Check your inbox.',
    viewed: 'The contract is open. Sign it there.',
    signed: 'Signed. We are handing it to the supplier.',
    declined: 'You declined to sign. Nothing was bought.',
    expired: 'Time ran out before it was signed.',
    bounced: 'The contract did not arrive.',
    cancelled: 'The contract is being cancelled.',
    failed: 'The contract could not be e-mailed.',
  } satisfies Record<SignatureRequestStatus, string>,
  nextStep: {
    preparing: (to: string) => `It goes to ${to}. You can close this page: it goes out all the same.`,
    sent: (to: string) =>
      `We e-mailed the contract to ${to}. Read and sign it from there. Nothing there? Look into the spam folder, or send it again.`,
    viewed: (to: string) =>
      `It went to ${to}, and was opened. It counts once it is signed; this page follows by itself.`,
    signed: () => 'You can close this page. This tab keeps your place.',
    declined: () => 'You can try again with another offer, or call us to talk it through.',
    expired: (to: string) => `Send it to ${to} again when you have time to sign.`,
    bounced: (to: string) => `${to} does not exist, or takes no mail. Correct the address and it goes out again.`,
    cancelled: () => 'It was taken out of the inbox. Nothing was bought.',
    failed: () => 'That is on our side. Nothing was bought. Call us, or try again later.',
  } satisfies Record<SignatureRequestStatus, (to: string) => string>,
  /** Signed after the contract had expired or been withdrawn. */
  tooLate: 'Your signature came too late. Nothing was bought.',
  tooLateNextStep:
    'The price had expired, or the contract was canceled, before your signature arrived. It is not binding.',
  sendFailed: 'The contract could not be e-mailed. Nothing was bought.',
  signBy: (moment: string) => `This price holds until ${moment}. Sign by then.`,
  resend: 'Send it again',
  resendWait: 'Mail can take half a minute. After that you can send it again.',
  changeAddress: 'Use another address',
  addressLabel: 'Send it to',
  addressInvalid: 'Type an address like dana@example.com.',
  sendToAddress: 'Send it there',
  keepAddress: 'Keep the address',
  sending: 'Sending…',
  cancel: 'Cancel the contract',
  cancelConfirm: 'Cancel the contract? It is taken out of the inbox, and nothing is bought.',
  cancelConfirmYes: 'Yes, cancel it',
  cancelling: 'Cancelling…',
  cancelConfirmNo: 'Keep it',
  tooSoon: 'It went out a moment ago. Wait half a minute, then send it again.',
  tooOften: 'It was sent often enough. Call us, and we find another way.',
  notPending: 'That cannot be changed any more: this page shows how it stands now.',
  inProgress: 'It is going out just now. Try again in a few seconds.',
  unavailable: 'That did not get through just now. The contract stands as before. Try again in a minute.',
};
export type EmailSigningMessages = typeof emailSigning;
