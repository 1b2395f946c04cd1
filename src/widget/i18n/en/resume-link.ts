/** Links that resume a contract on another device. */
export const resumeLink = {
  heading: 'Keep this link',
  hint: 'It opens this contract on any device, once. Keep it to yourself: anyone who has it can see the contract.',
  create: 'Make a link to come back',
  creating: 'Making it…',
  label: 'Your link',
  expiry: (moment: string) => `Good once, until ${moment}.`,
  copy: 'Copy the link',
  copied: 'Copied.',
  copyFailed: 'Your browser does not let us copy. The link is marked: copy it by hand.',
  share: 'Share…',
  shareTitle: (reference: string) => `Contract ${reference}`,
  failed: 'No link could be made just now. Try again in a minute.',
  email: {
    label: 'Or have it mailed to',
    send: 'Email me the link',
    sending: 'Asking for it…',
    sent: 'On its way. It works once, for seven days.',
    sendFailed: 'No mail could be sent just now. Make a link above and keep it yourself.',
    addressInvalid: 'An email address looks like name@example.com.',
  },
};
export type ResumeLinkMessages = typeof resumeLink;
export type ResumeEmailMessages = ResumeLinkMessages['email'];

/** The page that is shown when a resume link is opened. */
export const resumeLanding = {
  opening: 'Opening your contract…',
  used: 'This link does not work any more.',
  usedHint:
    'A link works once and for seven days. Your contract is not lost: open the page on the device you used it on, or where you made the contract, and make a new link there.',
  seeRates: 'See today’s rates',
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
  reference: (reference: string) => `Your contract ${reference} is not lost.`,
  request: 'Email me a new link',
  requesting: 'Asking for it…',
  requested: 'A link is on its way to the address of the person who signs the contract. Look into the spam folder too.',
  seeRates: 'See today’s rates',
};
export type SessionEndMessages = typeof sessionEnd;
