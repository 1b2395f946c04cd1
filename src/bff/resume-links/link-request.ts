import { randomInt } from 'node:crypto';
import type { AppContext } from '../app-context.ts';
import { type Caller, parseEmailedUrl } from '../auth/caller.ts';
import { readSignerAddress } from '../encryption/signer-address.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { findEmailEndpoint } from '../outbox/email-request.ts';
import { emailLink } from './email-link.ts';

type LinkContext = Pick<AppContext, 'keys' | 'log' | 'now' | 'payloadKeys' | 'publicOrigin' | 'quotas' | 'store'>;

/** Many times longer than the look-up, which would otherwise delay the response, or the next one. */
const MAX_DELAY_MS = 500;

/**
 * Emails a resume link to the signer of the contract with this reference, if there is one. Whether there is one shows
 * neither in the response, nor in its timing, nor in a later response: the contract is looked up after a random delay, a
 * failure is only logged, and the email is counted apart from everything that the caller can count (`HIDDEN_ACTIONS`).
 *
 * @throws ProblemError quota_reached | mail_not_sent | invalid_request, for existing and other references alike
 */
export async function requestLink(
  appContext: LinkContext & Pick<AppContext, 'shutdown'>,
  caller: Caller,
  reference: string,
  returnTo: string,
): Promise<void> {
  if (!findEmailEndpoint(caller.site)) throw new ProblemError('mail_not_sent');
  if (!parseEmailedUrl(caller, returnTo))
    throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  await appContext.store.transaction().execute(async (transaction) => {
    const subject = `${caller.site.key} ${reference}`;
    await appContext.quotas.consume(transaction, caller, { action: 'linkRequest', subject });
  });
  randomDelay(appContext)
    .then(() => sendLink(appContext, caller, reference, returnTo))
    .catch((error: unknown) => {
      const code = error instanceof ProblemError ? error.problem.code : undefined;
      appContext.log.warn('link_request_failed', {
        site: caller.site.key,
        ...(code ? { code } : { error: describeError(error) }),
      });
    });
}

/** Waits for up to half a second, or until the server shuts down. */
function randomDelay({ shutdown }: Pick<AppContext, 'shutdown'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, randomInt(MAX_DELAY_MS));
  const stopListening = shutdown.onClose(resolve);
  return promise.finally(() => {
    clearTimeout(timer);
    stopListening();
  });
}

async function sendLink(appContext: LinkContext, caller: Caller, reference: string, returnTo: string): Promise<void> {
  const { store, payloadKeys } = appContext;
  const contract = await store
    .selectFrom('contracts')
    .select(['id', 'reference', 'reported_at', 'signer_key'])
    .where('site_key', '=', caller.site.key)
    .where('reference', '=', reference)
    .where('intent', '=', 'created')
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  const email = contract && (await readSignerAddress(store, payloadKeys, contract.id));
  if (!contract || email === undefined) return;
  await emailLink(appContext, caller, contract, { recipient: email, action: 'requestedLink' }, returnTo);
}
