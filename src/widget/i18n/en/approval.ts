import type { ApprovalStatus } from '../../../wire/saved-purchase.ts';

/** The status of an approval request, or the way in which its contract ended. */
type Phase = ApprovalStatus | 'unsigned_ended' | 'signed_ended';

export const approval = {
  panel: {
    /** Announced by screen readers when the preparer selects that someone else signs. */
    announcement:
      'The form no longer asks for the tax ID and the signer, because the authorized signer adds them. Create the approval link at the end of the form.',
    heading: 'Send it to the authorized signer',
    hint: 'We save this purchase for 7 days, encrypted and without the tax ID. The authorized signer opens it with a one-time approval link, adds the tax ID, and signs. Nothing is sent to the supplier before then.',
    filesNotIncluded: 'Your uploaded documents aren’t included. The authorized signer can upload them.',
    email: 'Authorized signer’s email',
    emailHint: 'Used once to send the link. We don’t store it.',
    emailInvalid: 'Enter a valid email, like name@company.com.',
    emailMisspelled: 'This address looks misspelled. Check it before you send.',
    send: 'Email approval link',
    create: 'Create approval link',
    createInstead: 'Create a link to copy instead',
    creating: 'Saving…',
    mailNotSent: 'We couldn’t send the email, so nothing was saved. Create a link to copy instead.',
    rejected: 'Check your entries:',
  },
  /** Shown to the preparer after the approval request was created. */
  request: {
    heading: {
      pending: 'Waiting for the authorized signer',
      opened: 'The authorized signer is reviewing it',
      contract_created: 'The authorized signer agreed to the contract',
      signed: 'Signed',
      revoked: 'You revoked the approval link',
      expired: 'The approval link expired',
      /** Headings for a contract that ended before or after its signature. */
      unsigned_ended: 'The contract wasn’t signed',
      signed_ended: 'The contract was signed, but has ended',
    } satisfies Record<Phase, string>,
    nextStep: {
      pending: 'The approval link hasn’t been opened yet. There’s no contract, and nothing was sent to the supplier.',
      opened:
        'The approval link has been opened. It can’t be opened again. There’s no contract yet, and nothing was sent to the supplier.',
      contract_created: 'The contract is ready for their signature. It isn’t binding before then.',
      signed: 'The authorized signer signed the contract. They can follow it on their own page.',
      revoked: 'It no longer works, and the saved purchase was deleted.',
      expired: 'It wasn’t used within 7 days, and the saved purchase was deleted.',
      unsigned_ended: 'Nothing is binding, and nothing was sent to the supplier.',
      signed_ended:
        'The authorized signer can see the reason on their own page, and may be able to correct and resubmit the contract. This page then shows the new contract.',
    } satisfies Record<Phase, string>,
    linkCreated: 'Approval link created',
    /** Texts for each step of the authorized signer: when the step is done, and when it is still open. */
    progress: {
      opened: { done: 'Link opened', open: 'Not opened yet' },
      contract_created: { done: 'Agreed to the contract', open: 'Not agreed to yet' },
      signed: { done: 'Contract signed', open: 'Not signed yet' },
    } satisfies Partial<Record<ApprovalStatus, { readonly done: string; readonly open: string }>>,
    completeBy: (moment: string) => `They can complete it until ${moment}.`,
    rateHeld: (moment: string) => `The rate is held until ${moment}.`,
    rateChecked:
      'When the link is opened, we check the current rate and show the authorized signer any change before they agree.',
    contract: (reference: string, status: string) => `Contract no. ${reference}. Status: ${status}.`,
    gone: 'This approval request is no longer available.',
    goneHint: 'It was deleted, or your session has ended.',
    loading: 'Loading…',
    sentTo: (email: string) => `We emailed the approval link to ${email}.`,
    linkLabel: 'Approval link',
    linkHint: 'Send this link to the authorized signer. Anyone who has it can open the purchase once.',
    linkHidden: 'For security, we don’t show or store the link again. If it’s lost, create a new one.',
    expiry: (moment: string) => `Works one time, until ${moment}.`,
    copy: 'Copy link',
    copied: 'Copied.',
    copyFailed: 'Couldn’t copy automatically. Select the link and copy it.',
    live: 'This page updates automatically.',
    disconnected: 'We can’t connect right now. Retrying.',
    replace: 'Create a new link',
    replaceHint:
      'The purchase stays saved until the same time, and the current link stops working. If someone already has the purchase open, call them: they may still be able to sign.',
    replaceNo: 'Keep the current link',
    replaceNotSent: 'We couldn’t send the email, so the current link stays valid. Create a link to copy instead.',
    revoke: 'Revoke link',
    revokeConfirm:
      'Revoke the approval link? The saved purchase will be deleted. If the authorized signer already has it open, call them: they may still be able to sign.',
    revokeYes: 'Yes, revoke it',
    revokeNo: 'Keep it',
    revoking: 'Revoking…',
    prepareAnother: 'Prepare another purchase',
    leaving: 'Before you prepare another purchase, note the contract number. This page won’t show it again.',
    backToDetails: 'Back to your details',
    seeRates: 'See current rates',
  },
  /** Shown above the approver's form. */
  approver: {
    stillOpen: 'The purchase that was prepared for you is still open, with everything you entered.',
    back: 'Back to the purchase',
    heading: 'You’re asked to sign this purchase',
    preparedFor: (business: string, moment: string) => `Someone prepared it for ${business} on ${moment}.`,
    contact: (name: string) => `Contact person: ${name}.`,
    check: 'Check the offer and the details below, and correct anything that’s wrong.',
    complete: (missing: string) => `Add what’s missing: ${missing}.`,
    completed: 'The tax ID and your signer details are filled in.',
    missing: { taxId: 'the tax ID', signer: 'your details as the authorized signer' },
    agree: 'Continue to the review, agree to the contract, and sign it. You aren’t committed before then.',
    deadline: (moment: string) => `Finish by ${moment}.`,
    keepOpen: 'The link can’t be opened again, so keep this page open until you’ve signed.',
    afterDeadline:
      'After that, we delete this purchase, and you need a new link. The rate may be held for a shorter time: if it changes, you see the new rate before you agree.',
    unexpected: 'We don’t verify who sent the link. If you didn’t expect it, don’t sign.',
  },
  /** Shown to the approver before the form. */
  opening: {
    loading: 'Opening the purchase…',
    spent: 'This approval link doesn’t work anymore.',
    spentHint:
      'It works once, and was already used, was revoked, or has expired. If you opened it before, return to that page. Otherwise ask the person who sent it for a new one, or call us.',
    seeRates: 'See current rates',
    priceUnchecked: 'We couldn’t confirm the rate with the supplier. Try again in a minute.',
    changed: 'This offer has changed since it was prepared for you',
    changedHint: 'Check the new terms before you continue. You aren’t committed to anything yet.',
    term: 'Term',
    before: 'Prepared',
    after: 'Now',
    rate: 'Rate',
    annualCost: 'Estimated annual cost',
    documents: 'Contract documents',
    documentsBefore: 'Earlier version',
    documentsAfter: 'Updated by the supplier',
    accept: 'Continue with the new terms',
    seeOthers: 'See other rates',
  },
};
export type ApprovalMessages = typeof approval;
