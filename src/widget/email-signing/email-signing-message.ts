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
 * @returns undefined if the contract's status is more precise than the status of the signature request
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

/** The address that the customer entered for resending the contract. Kept only in memory. */
export const resentTo: (context: WidgetContext) => Signal<string | undefined> = perWidget(() =>
  signal<string | undefined>(undefined),
);

/**
 * Returns the full address if the customer typed it on this page, so that the customer notices a typo. Anyone else,
 * such as the recipient of a resume link, sees the masked address.
 *
 * @param masked the address as the server shows it: `d…@bakery.example`
 */
export function visibleAddress(context: WidgetContext, masked: string): string {
  const typed = [resentTo(context).value, customerDraft(context).input.value?.fields['/signer/email']];
  return typed.find((address) => address !== undefined && mask(address.trim()) === masked) ?? masked;
}

/** Masks an address in the same way as the server. The part before the @ may be as short as one character. */
const mask = (address: string): string => address.replace(/^(.)[^@]*/u, '$1…');
