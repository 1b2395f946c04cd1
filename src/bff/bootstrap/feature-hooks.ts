import type { AppContext } from '../app-context.ts';
import { emailSigningHooks } from '../email-signing/contract-sync.ts';
import { emailMethod } from '../email-signing/email-method.ts';
import { sessionMethod } from '../signing/session-method.ts';

/** Connects features that must not import each other: see `SigningMethod` and `SignatureRequestHooks`. */
export const featureHooks: Pick<AppContext, 'signingMethods' | 'signatureRequestHooks'> = {
  signingMethods: { session: sessionMethod, email: emailMethod },
  signatureRequestHooks: emailSigningHooks,
};
