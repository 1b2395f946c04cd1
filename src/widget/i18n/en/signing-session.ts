/** Signing a created contract in a signing session: how it opens, and its outcome. */
export const signingSession = {
  /** Shown before signing is first opened, by presentation. */
  opens: {
    focused: 'You’ll read and sign the full contract here with DocuSign.',
    popup: 'You’ll read and sign the full contract with DocuSign in a new window.',
    redirect: 'You’ll read and sign the full contract with DocuSign in this tab, then return here.',
  },
  inProgress: 'You’ll see the full contract before you sign.',
  viewed: 'We haven’t received your signature yet. Reopen the contract when you’re ready.',
  /** Why the customer must open signing again. The contract remains the same. */
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
  confirmingLead: 'If you signed, this may take a moment.',
  notSigned: 'Haven’t signed yet? Reopen the contract to sign it.',
  delayed: (reference: string) =>
    `This is taking longer than usual. If you signed, DocuSign will email you a copy once everyone has signed. Your contract number is ${reference}. Use the link below to return.`,

  othersHeading: 'You’ve signed. Waiting for other signers.',
  others: (count: number) =>
    `${count === 1 ? '1 more signature' : `${count} more signatures`} needed. We emailed them. This page updates automatically. The contract isn’t final until everyone signs.`,
};
export type SigningSessionMessages = typeof signingSession;
