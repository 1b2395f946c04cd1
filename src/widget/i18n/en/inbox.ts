import type { LetterStatus } from '../../../wire/letter.ts';

/** Signing from an inbox: where the letter stands, and what helps. */
export const inbox = {
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
  } satisfies Record<LetterStatus, string>,
  next: {
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
  } satisfies Record<LetterStatus, (to: string) => string>,
  /** Signed, but the contract was over by then. */
  tooLate: 'Your signature came too late. Nothing was bought.',
  tooLateNext: 'The price had run out, or the contract was withdrawn, before your signature arrived. It binds nobody.',
  notMailed: 'The contract could not be e-mailed. Nothing was bought.',
  signBy: (moment: string) => `This price holds until ${moment}. Sign by then.`,
  again: 'Send it again',
  wait: 'Mail can take half a minute. After that you can send it again.',
  correct: 'Use another address',
  address: 'Send it to',
  wrongAddress: 'Type an address like dana@example.com.',
  sendThere: 'Send it there',
  keepAddress: 'Keep the address',
  sending: 'Sending…',
  cancel: 'Cancel the contract',
  cancelAsk: 'Cancel the contract? It is taken out of the inbox, and nothing is bought.',
  cancelYes: 'Yes, cancel it',
  cancelling: 'Cancelling…',
  cancelNo: 'Keep it',
  tooSoon: 'It went out a moment ago. Wait half a minute, then send it again.',
  tooOften: 'It was sent often enough. Call us, and we find another way.',
  notOpen: 'That cannot be changed any more: this page shows how it stands now.',
  inProgress: 'It is going out just now. Try again in a few seconds.',
  unavailable: 'That did not get through just now. The contract stands as before. Try again in a minute.',
};
export type InboxTexts = typeof inbox;
