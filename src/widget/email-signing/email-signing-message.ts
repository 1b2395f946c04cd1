import { type Signal, signal } from '@preact/signals';
import type { Contract, SignatureRequest } from '../../wire/contract.ts';
import { awaitsSignature } from '../../wire/contract-status.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';

interface StatusMessage {
  readonly headline: string;
  readonly lead: string;
}

/**
 * Describes the status of a contract that is signed by email.
 *
 * @param to the recipient's address, masked unless this customer may see it in full
 * @returns undefined where the contract's own status is more precise than the signature request's
 */
export function emailSigningMessage(
  { emailSigning, headline, nextStep }: TrackingMessages,
  { status }: Contract,
  signatureRequest: SignatureRequest,
  to: string,
): StatusMessage | undefined {
  if (awaitsSignature(status))
    return {
      headline: emailSigning.headline[signatureRequest.status],
      lead: emailSigning.nextStep[signatureRequest.status](to),
    };
  if (status !== 'voided' && status !== 'expired') return undefined;
  if (signatureRequest.status === 'signed')
    return { headline: emailSigning.tooLate, lead: emailSigning.tooLateNextStep };
  if (signatureRequest.status === 'failed')
    return { headline: emailSigning.sendFailed, lead: emailSigning.nextStep.failed() };
  // `expired` means that the signature request was canceled because the price expired.
  return signatureRequest.status === 'expired' ? { headline: headline.expired, lead: nextStep.expired } : undefined;
}

/** The address to which the customer has had the contract resent, in memory only. */
export const resentTo: (context: WidgetContext) => Signal<string | undefined> = perWidget(() =>
  signal<string | undefined>(undefined),
);

/**
 * Returns the address as the customer typed it on this page, so that a typo is noticed. Anyone else, such as the
 * recipient of a resume link, sees the masked address.
 *
 * @param masked the address as the server shows it: `d…@bakery.example`
 */
export function visibleAddress(context: WidgetContext, masked: string): string {
  const typed = [resentTo(context).value, customerDraft(context).input.value?.fields['/signer/email']];
  return typed.find((address) => address !== undefined && mask(address.trim()) === masked) ?? masked;
}

/** Masks an address in the same way as the server. The part before the @ may be as short as one character. */
const mask = (address: string): string => address.replace(/^(.)[^@]*/u, '$1…');
