import type { AdviceCode } from '../../customer/checklist.ts';

/** What is said of what tends to get a contract rejected: what we saw, and what helps. */
export const checklist = {
  heading: 'Check these before you sign',
  intro: 'Suppliers often send contracts back for them. If yours are right as they are, go on.',
  clear: 'We looked for what suppliers often refuse, and found nothing.',
  meter: (number: number) => `Meter ${number}: `,
  change: 'Change',
  advice: {
    name_lower_case: 'The legal name has no capital letters. Write it as on your bill.',
    name_with_trade_name:
      'The legal name holds a trade name too (“dba”). Put only the registered name there, and the other in its own field.',
    name_ending_missing:
      'The legal name lacks the ending of its kind, such as LLC or Inc. Add it if it is registered so.',
    name_ending_other:
      'The ending of the legal name and the kind of business do not go together. One of them is wrong.',
    name_long: 'Some utilities keep 35 letters of a name. Write it as your bill shortens it.',
    identifier_doubted: 'the account number does not look like this utility’s. Compare it with your bill.',
    postal_code_elsewhere: 'it is not at the ZIP code you asked rates for. Check that the same utility serves it.',
    usage_misfit: 'Your meters together use another amount than this price is for. Ask rates for that amount.',
    start_too_soon: 'The start is too soon for the utility by now. Go back to the rates for a later one.',
    overlap: 'Your contract now is not over when this one begins. You may pay twice, or a fee for leaving it.',
    bill_missing: 'There is no copy of your latest bill. Some suppliers ask for it, and wait until they have it.',
    exemption_unsaid: 'If this organization pays no sales tax, the supplier needs the certificate now.',
    signer_one_word: 'The signer has one name only. Write first and last name, as on an identity card.',
    email_free: 'The signer’s email is of a free provider. A business address is doubted less often.',
  } satisfies Record<AdviceCode, string>,
};
export type ChecklistTexts = typeof checklist;
