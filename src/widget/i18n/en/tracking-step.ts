import type { ContractStatus } from '../../../wire/contract.ts';
import { offers, orderSummary } from './offers.ts';
import { rejectionReasons } from './rejection-reasons.ts';
import { emailSigning, signingSession } from './signing.ts';

export const contractCalendar = {
  starts: (supplier: string) => `New energy rate starts this month: ${supplier}`,
  ends: (supplier: string) => `Energy contract ends this month: ${supplier}. Compare rates.`,
  description: (supplier: string, reference: string) =>
    `Contract no. ${reference} with ${supplier}. The exact day is your meter read date.`,
};
export type CalendarMessages = typeof contractCalendar;

export const resumeLink = {
  heading: 'Return to this contract later',
  hint: 'Opens this contract on another device, one time. Anyone with the link can view the contract.',
  create: 'Get a private link',
  creating: 'Creating link…',
  label: 'Your link',
  expiry: (moment: string) => `Works one time, until ${moment}.`,
  copy: 'Copy link',
  copied: 'Copied.',
  copyFailed: 'Couldn’t copy automatically. Select the link and copy it.',
  share: 'Share…',
  shareTitle: (reference: string) => `Contract ${reference}`,
  failed: 'We couldn’t create a link. Try again in a minute.',
  /** For the contract's signer, whose address the server has. */
  emailToSigner: {
    request: 'Email me the link',
    requesting: 'Sending…',
    requested: 'We’re emailing a link to the contract’s authorized signer. Check the spam folder too.',
  },
  email: {
    label: 'Or email it to',
    send: 'Email link',
    sending: 'Sending…',
    sent: 'Sent. The link works one time and expires in 7 days.',
    sendFailed: 'We couldn’t send the email. Get a private link above instead.',
    addressInvalid: 'Enter a valid email, like name@company.com.',
    addressMisspelled: 'This address looks misspelled. Check it before you send.',
  },
};
export type ResumeLinkMessages = typeof resumeLink;
export type ResumeEmailMessages = ResumeLinkMessages['email'];

export const linkLanding = {
  resume_link: {
    heading: 'Continue with your contract',
    hint: 'This link works one time. Open the contract on the device where you want to follow it.',
    open: 'Open the contract',
  },
  approval_link: {
    heading: 'Review a purchase that was prepared for you',
    hint: 'This link works one time. Open the purchase on the device where you want to review and sign it. You aren’t committed to anything by opening it.',
    open: 'Open the purchase',
  },
  opening: 'Opening…',
  used: 'This link doesn’t work anymore.',
  usedHint:
    'Open your contract on the device where you last used it, or call us for a new link. Links work one time, expire after 7 days, and stop working when you sign out everywhere.',
  seeRates: 'See current rates',
};
export type LinkLandingMessages = typeof linkLanding;

export const sessionEnd = {
  signOut: 'Sign out everywhere',
  signOutConfirm:
    'Sign out on this and every other device? Links to this contract that you copied or emailed stop working. The contract stays as it is.',
  signOutYes: 'Yes, sign out',
  signOutNo: 'Stay signed in',
  signingOut: 'Signing out…',
  ended: 'Your session has ended.',
  reference: (reference: string) => `Your contract no. ${reference} is saved.`,
  request: 'Email me a new link',
  requesting: 'Sending…',
  requested: 'We’re emailing a link to the contract’s authorized signer. Check the spam folder too.',
  seeRates: 'See current rates',
};
export type SessionEndMessages = typeof sessionEnd;

export const tracking = {
  newerContract: (reference: string) =>
    `You also have contract no. ${reference}, which is newer. If it’s for the same accounts, sign only one of them.`,
  headline: {
    draft: 'Your contract is ready to sign.',
    sent: 'Your contract is ready to sign.',
    viewed: 'Your contract is ready to sign.',
    signed: 'Signed. We’re sending it to the supplier.',
    submitted: 'Signed. The supplier is reviewing it.',
    accepted: 'The supplier accepted your contract.',
    enrolled: 'Your switch is scheduled.',
    flowing: 'Your new rate is active.',
    declined: 'You declined to sign. You have no obligation.',
    expired: 'This contract expired before it was signed. You have no obligation.',
    voided: 'This contract was voided before signing. You have no obligation.',
    on_hold: 'On hold: the supplier needs more information.',
    rejected: 'The supplier could not accept this contract.',
    rescinded: 'You canceled this contract within the rescission period.',
    cancelled: 'This contract was canceled.',
    dropped: 'The supplier ended this contract.',
  } satisfies Record<ContractStatus, string>,
  nextStep: {
    signed: 'To return later, get a link below.',
    submitted:
      'Suppliers usually answer within one business day. The answer appears on this page and isn’t emailed. To return later, get a link below.',
    accepted:
      'Next, your utility schedules the switch for a meter read date in the start month. Until then, your current supplier bills you as before. Your service won’t be interrupted.',
    enrolled: 'Your new rate starts on your first meter read date in the start month.',
    flowing: 'Check your next bill: it should show this rate.',
    declined: 'You can select another offer, or call us.',
    expired: 'Rates may have changed. See current rates.',
    voided: 'See current rates, or call us to find out why.',
    on_hold: 'We’ll call you about it. Have your last two bills handy.',
    rejected: 'Here’s why and how to fix it. You don’t owe anything.',
    rescinded: 'You stay with your current supplier. You can shop again anytime.',
    cancelled: 'Call us if you did not expect this.',
    dropped:
      'Your account returns to the utility’s default service (or your state’s provider of last resort). Shop again to choose a supplier.',
  } satisfies Record<Exclude<ContractStatus, 'draft' | 'sent' | 'viewed'>, string>,
  event: {
    draft: 'Contract created',
    sent: 'Ready to sign',
    viewed: 'Opened for signing',
    signed: 'Signed',
    submitted: 'Sent to supplier',
    accepted: 'Accepted by supplier',
    enrolled: 'Switch scheduled',
    flowing: 'New rate active',
    declined: 'Declined',
    expired: 'Expired',
    voided: 'Voided',
    on_hold: 'On hold',
    rejected: 'Rejected by supplier',
    rescinded: 'Canceled within the rescission period',
    cancelled: 'Canceled',
    dropped: 'Ended by supplier',
  } satisfies Record<ContractStatus, string>,
  otherCommodity: { electric: 'Continue with electricity', gas: 'Continue with gas' },
  meterStatus: {
    draft: 'not signed yet',
    sent: 'not signed yet',
    viewed: 'not signed yet',
    signed: 'signed',
    submitted: 'with the supplier',
    accepted: 'accepted',
    enrolled: 'switch scheduled',
    flowing: 'on the new rate',
    declined: 'not switching',
    expired: 'not switching',
    voided: 'not switching',
    on_hold: 'on hold',
    rejected: 'rejected',
    rescinded: 'no change',
    cancelled: 'canceled',
    dropped: 'no longer served',
  } satisfies Record<ContractStatus, string>,
  /** Shown for a contract that the customer has signed and other signers have not signed. */
  otherSignatures: 'Other signatures',
  awaitingOthers: 'waiting for other signers',
  upcoming: {
    signed: 'Sign the contract',
    submitted: 'Sent to supplier',
    accepted: 'Supplier review',
    enrolled: 'Utility switch',
    flowing: (month: string) => `New rate starts, ${month}`,
  },
  rejectionReasons,
  meter: (last4: string) => `Account ending in ${last4}`,
  metersHeading: 'Accounts',
  history: 'Status history',
  historyOf: (last4: string, status: string) => `Account ending in ${last4}: ${status}`,
  signingSession,
  emailSigning,
  resumeLink,
  linkLanding,
  sessionEnd,
  kind: orderSummary.kind,
  caveat: orderSummary.caveat,
  plusPassThrough: orderSummary.plusPassThrough,
  heldUntil: orderSummary.heldUntil,
  monthlyFeeLabel: offers.monthlyFeeLabel,
  perMonth: orderSummary.perMonth,
  earlyTerminationLabel: offers.earlyTerminationLabel,
  earlyTermination: offers.earlyTermination,
  live: 'This page updates automatically.',
  polling: 'Live updates are paused. Checking every few seconds.',
  disconnected: 'We can’t connect right now. Retrying.',
  document: {
    heading: 'Contract document',
    read: 'View contract',
    readSigned: 'View signed contract',
    close: 'Close contract',
    iframeTitle: 'The contract, as a PDF document',
    openTab: 'Open in a new tab',
    download: 'Download contract',
    downloadSigned: 'Download signed contract',
    downloading: 'Loading…',
    opening: 'Loading…',
    noViewer: 'Your browser can’t show PDFs here. Open or download the contract.',
    fileName: (reference: string) => `contract-${reference}.pdf`,
    signedNote:
      'You can now view and download your signed contract. If you change your mind, its terms say whether you can still cancel, and until when.',
    notReady: 'The document is not ready yet. Try again in a minute.',
    stale: 'This document link expired. Reopen the contract.',
  },
  keepDates: {
    addToCalendar: 'Add dates to calendar',
    print: 'Print',
    failed: 'The calendar file didn’t load. Check your connection and try again.',
    fileName: (reference: string) => `contract-${reference}.ics`,
    events: contractCalendar,
  },
  tryAgainWithDetails: 'Choose another offer (keeps your details)',
  correct: 'Fix and resubmit',
  correctHint:
    'Your other details are saved. We may ask for the tax ID again, because we don’t store it. You’ll sign a new contract.',
  inputLost: 'Your business details are no longer saved. Your ZIP code and usage are.',
  termsChanged: 'The terms have changed since you signed. If you resubmit, you review and sign the new ones.',
  seeRates: 'See current rates',
  chooseAnother: 'Select another offer',
  reasonGiven: (reason: string) => `Reason: “${reason}”`,
  /** Shown to a person who received a contract that someone else requested. */
  notRequested: 'Didn’t request this contract? Don’t sign it, and let us know.',
  emailUs: (email: string) => `Email ${email}.`,
  resumePurchase: 'Back to the purchase you started',
  startOver: 'Start over',
  abandonUnsigned: 'Change details or offer',
  abandonConfirm:
    'Leave this contract unsigned and go back to the rates? Your details are kept, and you can change them before you agree to a new contract.',
  abandonConfirmNo: 'Keep this contract',
  abandonConfirmYes: 'Go back to the rates',
  quoteAnother: 'Shop rates for another location',
  contract: (reference: string) => `Contract no. ${reference}`,
  otherContracts: 'Your other contracts',
  rate: 'Rate',
  kindLabel: 'Rate type',
  term: 'Term',
  termFrom: (count: number, month: string) => `${count} months, starting ${month}`,
  supplier: 'Supplier',
  license: (license: string) => `License: ${license}`,
  utility: 'Utility',
  estimateLabel: 'Estimated cost',
  perYear: (amount: string) => `${amount}/year`,
  broker: 'Broker',
  notFound: 'Your session expired.',
  notFoundHint: 'Your contract hasn’t changed. Use your emailed link or call us to view it.',
};
export type TrackingMessages = typeof tracking;
