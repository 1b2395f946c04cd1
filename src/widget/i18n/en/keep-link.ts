/** The way back to a contract from any device. */
export const keepLink = {
  heading: 'Keep this link',
  hint: 'It opens this contract on any device, once. Keep it to yourself: whoever has it sees the contract.',
  make: 'Make a link to come back',
  making: 'Making it…',
  label: 'Your link',
  until: (moment: string) => `Good once, until ${moment}.`,
  copy: 'Copy the link',
  copied: 'Copied.',
  notCopied: 'Your browser does not let us copy. The link is marked: copy it by hand.',
  share: 'Share…',
  shareTitle: (reference: string) => `Contract ${reference}`,
  failed: 'No link could be made just now. Try again in a minute.',
  mail: {
    label: 'Or have it mailed to',
    send: 'Email me the link',
    sending: 'Asking for it…',
    sent: 'On its way. It works once, for seven days.',
    notSent: 'No mail could be sent just now. Make a link above and keep it yourself.',
    noAddress: 'An email address looks like name@example.com.',
  },
};
export type KeepLinkTexts = typeof keepLink;
export type MailLinkTexts = KeepLinkTexts['mail'];

/** Where a resume link leads. */
export const resumed = {
  opening: 'Opening your contract…',
  spent: 'This link does not work any more.',
  spentHint:
    'A link works once and for seven days. Your contract is not lost: open the page on the device you used it on, or where you made the contract, and make a new link there.',
  seeRates: 'See today’s rates',
};
export type ResumedTexts = typeof resumed;
