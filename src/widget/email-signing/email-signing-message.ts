import type { Contract, SignatureRequest } from '../../wire/contract.ts';
import { isUnsigned } from '../contract/contract-status.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';

interface StatusMessage {
  readonly headline: string;
  readonly lead: string;
}

/** How a contract stands that is signed from an inbox, where its letter tells more than its status; else undefined. */
export function emailSigningMessage(
  { emailSigning, headline, nextStep }: TrackingMessages,
  { status }: Contract,
  signatureRequest: SignatureRequest,
): StatusMessage | undefined {
  if (isUnsigned(status))
    return {
      headline: emailSigning.headline[signatureRequest.status],
      lead: emailSigning.nextStep[signatureRequest.status](signatureRequest.to),
    };
  if (status !== 'voided' && status !== 'expired') return undefined;
  if (signatureRequest.status === 'signed')
    return { headline: emailSigning.tooLate, lead: emailSigning.tooLateNextStep };
  if (signatureRequest.status === 'failed')
    return { headline: emailSigning.sendFailed, lead: emailSigning.nextStep.failed() };
  // The price ran out, and it was withdrawn for that.
  return signatureRequest.status === 'expired' ? { headline: headline.expired, lead: nextStep.expired } : undefined;
}
