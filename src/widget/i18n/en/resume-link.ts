/** Links that resume a contract on another device. */
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
  email: {
    label: 'Or email it to',
    send: 'Email link',
    sending: 'Sending…',
    sent: 'Sent. The link works one time and expires in 7 days.',
    sendFailed: 'We couldn’t send the email. Get a private link above instead.',
    addressInvalid: 'Enter a valid email, like name@company.com.',
  },
};
export type ResumeLinkMessages = typeof resumeLink;
export type ResumeEmailMessages = ResumeLinkMessages['email'];

/** The page that is shown when a resume link is opened. */
export const resumeLanding = {
  opening: 'Opening your contract…',
  used: 'This link has expired or was already used.',
  usedHint:
    'Open your contract on the device where you last used it, or call us for a new link. Links work one time and expire after 7 days.',
  seeRates: 'See current rates',
};
export type ResumeLandingMessages = typeof resumeLanding;

/** Ending every session of a contract, and the page that remains. */
export const sessionEnd = {
  signOut: 'Sign out everywhere',
  signOutConfirm: 'Sign out on this and every other device? The contract stays as it is.',
  signOutYes: 'Yes, sign out',
  signOutNo: 'Stay signed in',
  signingOut: 'Signing out…',
  ended: 'Your session has ended for your security.',
  reference: (reference: string) => `Your contract no. ${reference} is saved.`,
  request: 'Email me a new link',
  requesting: 'Sending…',
  requested: 'We’re emailing a link to the contract’s authorized signer. Check the spam folder too.',
  seeRates: 'See current rates',
};
export type SessionEndMessages = typeof sessionEnd;
