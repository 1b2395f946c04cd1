import type { Contract, SignatureRequest } from '../../wire/contract.ts';
import { awaitsSignature } from '../../wire/contract-status.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';

interface StatusMessage {
  readonly headline: string;
  readonly lead: string;
}

/**
 * Describes the status of a contract that is signed by email.
 *
 * @param to the recipient's address, as far as this customer may see it
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
