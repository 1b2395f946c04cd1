import type { AppContext } from '../app-context.ts';
import { type Caller, parseReturnUrl } from '../auth/caller.ts';
import { readSignerAddress } from '../encryption/signer-address.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { emailLink } from './email-link.ts';

/**
 * Emails a resume link to the signer of the contract with this reference, if there is one. Whether there is one shows
 * neither in the response, nor in its timing, nor in a later response: the email is sent afterwards, a failure is only
 * logged, and the email is counted apart from everything that the caller can count (`HIDDEN_ACTIONS`).
 *
 * @throws ProblemError quota_reached | mail_not_sent | invalid_request, for existing and other references alike
 */
export async function requestLink(
  appContext: Pick<AppContext, 'keys' | 'log' | 'now' | 'payloadKeys' | 'publicOrigin' | 'quotas' | 'store'>,
  caller: Caller,
  reference: string,
  returnTo: string,
): Promise<void> {
  if (!caller.site.webhooks.some(({ mailsLinks }) => mailsLinks)) throw new ProblemError('mail_not_sent');
  if (!parseReturnUrl(caller, returnTo))
    throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  await appContext.store.transaction().execute(async (transaction) => {
    const subject = `${caller.site.key} ${reference}`;
    await appContext.quotas.consume(transaction, caller, { action: 'linkRequest', subject });
  });
  sendLink(appContext, caller, reference, returnTo).catch((error: unknown) => {
    const code = error instanceof ProblemError ? error.problem.code : undefined;
    appContext.log.warn('link_request_failed', {
      site: caller.site.key,
      ...(code ? { code } : { error: describeError(error) }),
    });
  });
}

async function sendLink(
  appContext: Pick<AppContext, 'keys' | 'log' | 'now' | 'payloadKeys' | 'publicOrigin' | 'quotas' | 'store'>,
  caller: Caller,
  reference: string,
  returnTo: string,
): Promise<void> {
  const { store, payloadKeys } = appContext;
  const contract = await store
    .selectFrom('contracts')
    .select(['id', 'reference', 'reported_at'])
    .where('site_key', '=', caller.site.key)
    .where('reference', '=', reference)
    .where('intent', '=', 'created')
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  const email = contract && (await readSignerAddress(store, payloadKeys, contract.id));
  if (!contract || email === undefined) return;
  await emailLink(appContext, caller, contract, { recipient: email, action: 'requestedLink' }, returnTo);
}
