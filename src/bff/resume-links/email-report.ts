import { type Context, Hono } from 'hono';
import type { AppContext } from '../app-context.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import { messagePage, type PageMessages } from '../http/message-page.ts';
import { clientIpKey } from '../middleware/client-ip.ts';
import { enqueueEmailReport } from '../outbox/enqueue.ts';
import { refreshSignatureRequest } from '../signature-requests/poll.ts';
import { findSignatureRequest, scheduleCheck } from '../signature-requests/signature-request-store.ts';
import { isCancelable, statusOf } from '../signature-requests/status.ts';
import { isContractId } from '../store/ids.ts';
import { lockContract } from '../store/locks.ts';
import { type ContractRow, ERASED_SESSION, type Store } from '../store/tables.ts';
import { deleteUnusedResumeLinks } from './resume-link.ts';

/** Length of a tag: 132 of the HMAC's bits as base64url, which are unguessable. */
const TAG_LENGTH = 22;
/** Length of a signer tag: long enough to distinguish the signer addresses of one contract. */
const SIGNER_TAG_LENGTH = 8;

type ReportedContract = Pick<ContractRow, 'id' | 'signer_key'>;

const tagsFor = (keys: Keys, contractId: string, signerTag: string): readonly string[] =>
  requestHashes(keys, JSON.stringify(['email report', contractId, signerTag])).map((hash) => hash.slice(0, TAG_LENGTH));

const signerTagsFor = (keys: Keys, { id, signer_key }: ReportedContract): readonly string[] =>
  requestHashes(keys, JSON.stringify(['email report signer', id, signer_key])).map((hash) =>
    hash.slice(0, SIGNER_TAG_LENGTH),
  );

/**
 * The URL at which the receiver of an email about a contract reports that they did not request it. It grants nothing
 * else, and does not expire, because an email may be read late. It has no effect after the signer's address was
 * corrected, because the receiver may be a stranger, whose report must not cancel the right person's signature request.
 *
 * @example reportUrl(keys, 'https://shop.example', contract) // 'https://shop.example/reports/ct_….b7Q….Zk3…'
 */
export function reportUrl(keys: Keys, publicOrigin: string, contract: ReportedContract): string {
  const [signerTag = ''] = signerTagsFor(keys, contract);
  return `${publicOrigin}/reports/${contract.id}.${signerTag}.${tagsFor(keys, contract.id, signerTag)[0]}`;
}

/** Reads the token of an email that was sent before tokens contained a signer tag. */
function readEarlierToken(keys: Keys, contractId: string, tag: string): EmailReport | undefined {
  const tags = requestHashes(keys, JSON.stringify(['email report', contractId])).map((hash) =>
    hash.slice(0, TAG_LENGTH),
  );
  return isContractId(contractId) && tags.includes(tag) ? { contractId, isCurrent: () => true } : undefined;
}

interface EmailReport {
  readonly contractId: string;
  isCurrent(contract: ReportedContract): boolean;
}

/** @returns undefined if the token is invalid */
function readReportToken(keys: Keys, token: string): EmailReport | undefined {
  const [contractId = '', signerTag = '', tag, ...rest] = token.split('.');
  if (tag === undefined) return readEarlierToken(keys, contractId, signerTag);
  if (rest.length || !isContractId(contractId) || !tagsFor(keys, contractId, signerTag).includes(tag)) return undefined;
  return { contractId, isCurrent: (contract) => signerTagsFor(keys, contract).includes(signerTag) };
}

/**
 * The page behind "I did not request this" in an email: a report stops further emails about the contract, invalidates
 * its unused links, cancels its open signature request, and notifies the site's owner. Opening the page reports
 * nothing, because mail scanners open links.
 */
export function emailReportRoutes(appContext: AppContext): Hono {
  const app = new Hono();
  const readToken = (context: Context<Record<string, unknown>, '/reports/:token'>) =>
    readReportToken(appContext.keys, context.req.param('token'));
  app.get('/reports/:token', (context) =>
    readToken(context)
      ? messagePage(context, 200, {
          messages: question,
          submit: { en: 'I did not request this', es: 'No lo solicité' },
        })
      : messagePage(context, 404, { messages: unknownLink }),
  );
  app.post('/reports/:token', async (context) => {
    const report = readToken(context);
    if (!report) return messagePage(context, 404, { messages: unknownLink });
    const row = await appContext.store
      .transaction()
      .execute((transaction) => recordReport(transaction, report, clientIpKey(appContext, context), appContext.now()));
    if (row) {
      appContext.log.warn('email_reported', {
        partner: row.partner,
        environment: row.environment,
        site: row.site_key,
        contract: row.id,
      });
      await cancelSignatureRequest(appContext, row);
    }
    return messagePage(context, 200, { messages: thanks });
  });
  return app;
}

/**
 * @returns undefined if there is nothing to record: the contract is unknown, erased or already reported, or its
 * signer's address has been corrected
 */
async function recordReport(
  transaction: Store,
  { contractId, isCurrent }: EmailReport,
  addressKey: string,
  now: Date,
): Promise<ContractRow | undefined> {
  const row = await lockContract(transaction, contractId);
  if (!row || row.session_id === ERASED_SESSION || row.reported_at !== null || !isCurrent(row)) return undefined;
  const at = now.toISOString();
  await transaction.updateTable('contracts').set({ reported_at: at }).where('id', '=', contractId).execute();
  await deleteUnusedResumeLinks(transaction, [contractId]);
  await enqueueEmailReport(transaction, row, now);
  const request = await findSignatureRequest({ store: transaction }, row.letter_id);
  if (request && isCancelable(statusOf(request))) await scheduleCheck(transaction, row, now);
  await appendAudit(transaction, [
    { action: 'email_reported', at, contract: contractId, site: row.site_key, addressKey },
  ]);
  return row;
}

/**
 * Cancels the contract's open signature request immediately if the upstream is available. Otherwise the recurring job
 * cancels it, because the report has made it due. A request that has been signed or declined keeps that status.
 */
async function cancelSignatureRequest(appContext: AppContext, { letter_id }: ContractRow): Promise<void> {
  const request = await findSignatureRequest(appContext, letter_id);
  if (request) await refreshSignatureRequest(appContext, request);
}

const question: PageMessages = {
  en: {
    title: 'Didn’t request this email?',
    text: 'Let us know, and we’ll stop sending emails about this contract, disable the links we sent, cancel an unsigned document that was emailed for signing, and notify the energy broker. You don’t have to sign anything.',
  },
  es: {
    title: '¿No solicitó este correo electrónico?',
    text: 'Avísenos y no enviaremos más correos electrónicos sobre este contrato. Los enlaces enviados dejarán de funcionar, cancelaremos el documento sin firmar que se haya enviado por correo electrónico y avisaremos al corredor de energía. No tiene que firmar nada.',
  },
};
const thanks: PageMessages = {
  en: {
    title: 'Thank you for letting us know',
    text: 'We won’t send any more emails about this contract, and we’ve notified the energy broker. If you receive a document to sign, don’t sign it.',
  },
  es: {
    title: 'Gracias por avisarnos',
    text: 'No enviaremos más correos electrónicos sobre este contrato y ya avisamos al corredor de energía. Si recibe un documento para firmar, no lo firme.',
  },
};
const unknownLink: PageMessages = {
  en: { title: 'This link is incomplete', text: 'Open it again from the email, or copy the entire link.' },
  es: {
    title: 'Este enlace está incompleto',
    text: 'Ábralo de nuevo desde el correo electrónico o copie el enlace completo.',
  },
};
