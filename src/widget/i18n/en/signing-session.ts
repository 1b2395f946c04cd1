/** Signing a created contract in a signing session: how it opens, and its outcome. */
export const signingSession = {
  /** Shown before signing is first opened, by presentation. */
  opens: {
    focused: 'Signing opens here, in this page. You see the whole contract first.',
    popup: 'Signing opens in its own window. You see the whole contract there first.',
    redirect: 'Signing opens in this tab and brings you back here. You see the whole contract there first.',
  },
  inProgress: 'You see the whole contract there before you sign it.',
  viewed: 'We have no signature from you yet. Open it again when you are ready.',
  /** Why the customer must open signing again. The contract remains the same. */
  reopen: {
    postponed: 'You put signing off. Your contract waits: open it again when you are ready.',
    timed_out:
      'The signing page ran out of time, as it does after 20 minutes without a click. Nothing is lost: open it again.',
    interrupted: 'Signing was interrupted before it was done. Nothing is lost: open it again.',
    window_closed:
      'We have no signature from you yet, and the signing window seems to be closed. Open it again when you are ready. If you are still signing there, continue: this page updates by itself.',
    blocked: 'Your browser blocked the signing window. Sign in this tab; you come back here afterwards.',
    iframe_failed: 'Signing cannot be shown inside this page. It works in a window of its own.',
    failed: 'Signing did not open. Nothing is lost.',
  },
  open: 'Open signing',
  openAgain: 'Open signing again',
  openWindow: 'Open signing in a window',
  openInTab: 'Sign in this tab instead',
  opening: 'Opening…',
  waiting: 'Your contract will show here in a moment.',
  otherWindow: 'Finish signing in the other window. This page follows by itself.',
  errors: {
    unavailable:
      'Signing cannot be opened just now: the supplier’s side does not answer. Nothing is lost. Try again in a few minutes.',
  },

  iframeHeading: 'Read and sign your contract',
  iframeLoading: 'Bringing up the signing page…',
  postpone: 'Finish later',
  postponeConfirm: 'Put signing off? Your contract waits for you, and nothing is bought until you sign.',
  postponeConfirmYes: 'Yes, finish later',
  postponeConfirmNo: 'Continue signing',

  confirming: 'Checking your signature…',
  confirmingLead:
    'We are asking the supplier’s side whether it has arrived. This takes a moment; you need not do anything.',
  notSigned: 'You did not sign yet? Open it again: it is the same contract.',
  delayed: (reference: string) =>
    `It takes longer than usual. If you signed, DocuSign mails you a copy as soon as everyone has signed, and your contract is kept here under ${reference}. You can close this page: keep the link below to come back.`,

  othersHeading: 'You have signed. Others still have to.',
  others: (count: number) =>
    `${count === 1 ? 'One more person has' : `${count} more people have`} to sign. They got their own mail. This page follows by itself; nothing is bought before all have signed.`,
};
export type SigningSessionMessages = typeof signingSession;
