import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { Owner } from '../contracting/contract.ts';
import { isAwaitingSignature, isSignable } from '../contracting/contract.ts';
import type { SimulatorState } from '../simulator-state.ts';

/** `CreateSigningUrlInput` in the SDL. */
export const signingUrlInput = z.object({
  contractId: z.string().max(200),
  returnUrl: z.string(),
  frameAncestors: z.array(z.string()),
  messageOrigins: z.array(z.string()),
  presentation: z.enum(['popup', 'redirect', 'focused']),
});
export type SigningUrlInput = z.infer<typeof signingUrlInput>;

/**
 * Creates a signing URL for the contract's envelope if the first signer can still sign. Every call creates a new URL.
 *
 * @throws GraphQLError for input that DocuSign would reject
 */
export function createSigningUrl(
  state: SimulatorState,
  owner: Owner,
  input: SigningUrlInput,
): { readonly signingUrl: { url: string; expiresAt: string } | null; readonly userErrors: readonly MscUserError[] } {
  assertDocuSignLimits(state, owner, input);
  const field = ['contractId'];
  const contract = state.contracts.ownedBy(owner, input.contractId);
  if (!contract) {
    return { signingUrl: null, userErrors: [{ code: 'NOT_FOUND', field, message: 'The contract does not exist.' }] };
  }
  if (!isSignable(contract)) {
    const message = isAwaitingSignature(contract)
      ? 'The signer has already signed.'
      : `A contract with status ${contract.status} cannot be signed.`;
    return { signingUrl: null, userErrors: [{ code: 'CONTRACT_NOT_SIGNABLE', field, message }] };
  }
  const { token, expiresAt } = state.signingLinks.create(input);
  const url = `${state.origin}/ceremony/links/${token}`;
  return { signingUrl: { url, expiresAt: expiresAt.toISOString() }, userErrors: [] };
}

/**
 * Applies the limits of DocuSign's recipient view (https://developers.docusign.com, EnvelopeViews:createRecipient). For
 * the focused view, the message origin must be the bundle's origin, which is DocuSign's or this simulator's.
 */
function assertDocuSignLimits({ origin }: SimulatorState, { environment }: Owner, input: SigningUrlInput): void {
  const { returnUrl, frameAncestors, messageOrigins, presentation } = input;
  if (returnUrl.length > 470) throwBadInput('returnUrl', 'must have at most 470 characters');
  if (!isHttpUrl(returnUrl)) throwBadInput('returnUrl', 'must be an absolute http or https URL');
  if (frameAncestors.join('').length > 500)
    throwBadInput('frameAncestors', 'must have at most 500 characters in total');
  for (const ancestor of frameAncestors) {
    if (!isHttpUrl(ancestor) || new URL(ancestor).origin !== ancestor)
      throwBadInput('frameAncestors', 'must contain origins only');
  }
  const docusignOrigin = environment === 'live' ? 'https://apps.docusign.com' : 'https://apps-d.docusign.com';
  if (presentation !== 'focused') return;
  if (messageOrigins.length !== 1 || (messageOrigins[0] !== docusignOrigin && messageOrigins[0] !== origin)) {
    throwBadInput('messageOrigins', `must be exactly ${docusignOrigin}, or ${origin} for the simulator`);
  }
  if (!frameAncestors.some((ancestor) => ancestor === messageOrigins[0])) {
    throwBadInput('frameAncestors', `must contain ${messageOrigins[0]}`);
  }
}

const isHttpUrl = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

function throwBadInput(field: string, reason: string): never {
  throw new GraphQLError(`input.${field} ${reason}`, { extensions: { code: 'BAD_USER_INPUT' } });
}
