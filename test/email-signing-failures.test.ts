import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeEndedSessions } from '../src/bff/auth/ended-sessions.ts';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { reconcile } from '../src/bff/contracts/reconcile.ts';
import type { PartnerAccess } from '../src/bff/enrollment/partner-access.ts';
import { reconcileUpstream } from '../src/bff/restore/reconcile-upstream.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import { isContractId } from '../src/bff/store/ids.ts';
import type { SignatureRequestRow } from '../src/bff/store/tables.ts';
import { LoaRejectedError, LoaUnavailableError } from '../src/upstreams/ecostruxure-loa/transport.ts';
import { MscUnavailableError } from '../src/upstreams/msc/transport.ts';
import { createEmailSigningHarness, type EmailSigningHarness } from './fixtures/email-signing.ts';
import { deleteContracts } from './fixtures/store.ts';

const HOUR_MS = 60 * 60_000;

let harness: EmailSigningHarness;
beforeEach(async () => {
  harness = await createEmailSigningHarness();
});
afterEach(() => harness.bff.close());

function failWithTimeout(): never {
  throw new MscUnavailableError('call', 'timeout');
}
const withoutService = (access: PartnerAccess | undefined) => access && { ...access, loa: undefined };
const isSigned = (status: string) => ['signed', 'submitted', 'accepted'].includes(status);

test('five simultaneous requests with shared or separate keys create one contract and signature request', async () => {
  const key = crypto.randomUUID();
  await Promise.all([1, 2, 3, 4, 5].map((n) => harness.submitContract(n < 3 ? key : undefined)));
  await harness.poll();
  const again = await harness.parseContract(harness.submitContract());
  expect(harness.upstreamContract().input.partnerReference).toBe(again.id);
  expect(harness.state.agreements.list()).toHaveLength(1);
});

test('two simultaneous address corrections leave one signature request', async () => {
  const id = await harness.createSentContract();
  const to = (name: string) => harness.resend(id, { email: `${name}@trinity-bakery.example` });
  const responses = await Promise.all([to('office'), to('desk')]);
  expect(responses.map(({ status }) => status).sort()).toEqual([201, 409]);
  await harness.poll();
  expect(harness.openAgreements()).toHaveLength(1);
});

test('a signature request that the LOA API rejects ends the contract, and the rejection is logged', async () => {
  harness.overrides.agreements = (real) => ({ create: (created) => real.create({ ...created, templateId: 'none' }) });
  const created = await harness.parseContract(harness.submitContract());
  expect(created.signing.signatureRequest?.status).toBe('failed');
  await harness.poll();
  expect([harness.upstreamContract().status, (await harness.fetchContract(created.id)).status]).toEqual([
    'voided',
    'voided',
  ]);
  expect(harness.bff.logLines.join('')).toMatch(/signature_request_rejected/);
  expect(harness.bff.logLines.join('')).not.toMatch(/Dana|Trinity|dana@|10443720/);
});

test('a wrong client secret ends the contract, and nothing is sent', async () => {
  Object.assign(harness.bff.appContext, { loaClient: harness.clientWithWrongSecret });
  const { id } = await harness.parseContract(harness.submitContract());
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'voided',
    signing: { signatureRequest: { status: 'failed' } },
  });
  expect(harness.state.agreements.list()).toEqual([]);
});

test('if a gateway rejects the cancellation during a resend, the contract continues, and only the new agreement is open', async () => {
  const id = await harness.createSentContract();
  harness.overrides.agreements = () => ({ remove: () => Promise.reject(new LoaRejectedError('remove', 403)) });
  expect((await harness.resend(id, { email: 'office@trinity-bakery.example' })).status).toBe(201);
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('preparing');
  harness.overrides.agreements = () => ({});
  await harness.poll();
  await expect.poll(() => harness.sentEmails().length).toBe(2);
  await harness.poll();
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('sent');
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual(['office@trinity-bakery.example']);
});

test('while the LOA API refuses to delete an open agreement, the customer cannot cancel the contract', async () => {
  const id = await harness.createSentContract();
  harness.overrides.agreements = () => ({ remove: () => Promise.reject(new LoaRejectedError('remove', 409)) });
  expect((await harness.cancel(id)).status).toBe(503);
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('sent');
  expect(harness.openAgreements()).toHaveLength(1);
  harness.overrides.agreements = () => ({});
  expect((await harness.cancel(id)).status).toBe(200);
  expect(harness.openAgreements()).toEqual([]);
});

test('without the email signing service in the configuration, a contract is neither sent, ended nor canceled', async () => {
  const { partners } = harness.bff.appContext;
  const setService = (isConfigured: boolean) =>
    Object.assign(harness.bff.appContext, {
      partners: isConfigured
        ? partners
        : {
            ...partners,
            access: (...args: Parameters<typeof partners.access>) => withoutService(partners.access(...args)),
          },
    });
  const id = await harness.createSentContract();
  setService(false);
  expect((await harness.cancel(id)).status).toBe(503);
  expect(harness.openAgreements()).toHaveLength(1);
  await harness.resend(id, { email: 'office@trinity-bakery.example' });
  await harness.poll();
  expect((await harness.fetchContract(id)).status).toBe('sent');
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('preparing');
  setService(true);
  await harness.poll();
  await expect.poll(() => harness.sentEmails().length).toBe(2);
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual(['office@trinity-bakery.example']);
});

test('a new address that the LOA API rejects does not end the contract, and can be corrected', async () => {
  const id = await harness.createSentContract();
  const reject = () => Promise.reject(new LoaRejectedError('createFrom', 422));
  harness.overrides.agreements = () => ({ createFrom: reject });
  await harness.resend(id, { email: 'office@trinity-bakery.invalid' });
  await harness.poll();
  expect((await harness.fetchContract(id)).status).toBe('sent');
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('bounced');
  harness.overrides.agreements = () => ({});
  expect((await harness.resend(id, { email: 'office@trinity-bakery.example' })).status).toBe(201);
  await harness.poll();
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual(['office@trinity-bakery.example']);
});

test('a contract that was sent with another LOA application stays open until the application is configured again', async () => {
  const id = await harness.createSentContract();
  const { partners } = harness.bff.appContext;
  const access = (...args: Parameters<typeof partners.access>) => {
    const found = partners.access(...args);
    const loa = found?.loa && { ...found.loa, credentials: { ...found.loa.credentials, clientId: 'another' } };
    return found && { ...found, loa };
  };
  Object.assign(harness.bff.appContext, { partners: { ...partners, access } });
  // Another application cannot see the agreement.
  harness.overrides.agreements = () => ({ get: async () => undefined, listByReference: async () => [] });
  await harness.poll();
  expect((await harness.fetchContract(id)).status).toBe('sent');
  Object.assign(harness.bff.appContext, { partners });
  harness.overrides.agreements = () => ({});
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect(isSigned((await harness.fetchContract(id)).status)).toBe(true);
});

test('a signature request that could not be sent because the LOA API issued no token is sent by the next poll', async () => {
  harness.overrides.agreements = () => ({ create: () => Promise.reject(new LoaUnavailableError('token', 'timeout')) });
  const { id } = await harness.parseContract(harness.submitContract());
  harness.overrides.agreements = () => ({});
  await harness.poll();
  await expect.poll(() => harness.sentEmails().length).toBe(1);
  await harness.poll();
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('sent');
});

test('a partner whose upstream does not respond does not delay the signature requests of other partners', async () => {
  await harness.createSentContract();
  const { store } = harness.bff.appContext;
  const row = await harness.signatureRequestRow();
  const other = { ...row, id: 'lt_other', partner: 'other', idempotency_key: 'other', contract_id: null };
  await store.insertInto('letters').values(other).execute();
  const { promise: response, resolve } = Promise.withResolvers<undefined>();
  harness.overrides.agreements = () => ({ get: () => response });
  harness.advanceClock();
  const round = pollSignatureRequests(harness.bff.appContext);
  const checkAfter = async () =>
    (await store.selectFrom('letters').select('check_after').where('id', '=', 'lt_other').executeTakeFirstOrThrow())
      .check_after;
  await expect.poll(checkAfter).not.toBe(other.check_after);
  resolve(undefined);
  expect(await round).toBe(2);
});

test('a gateway’s 404 for an existing agreement does not end the contract, and a later signature counts', async () => {
  const id = await harness.createSentContract();
  harness.overrides.agreements = (real) => ({
    get: async (agreementId, [reference]) => {
      if ((await real.findByReference(reference))?.id === agreementId)
        throw new LoaUnavailableError('get', 'status', { status: 404 });
      return undefined;
    },
  });
  await harness.poll();
  expect((await harness.fetchContract(id)).status).toBe('sent');
  harness.overrides.agreements = () => ({});
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

test.each([
  ['token', 403],
  ['token', 404],
  ['create', 404],
  ['create', 408],
] as const)(
  'if a gateway rejects the %s call once with %i, the contract is kept and sent later',
  async (operation, status) => {
    harness.overrides.agreements = () => ({ create: () => Promise.reject(new LoaRejectedError(operation, status)) });
    const { id } = await harness.parseContract(harness.submitContract());
    expect((await harness.fetchSignatureRequest(id))?.status).toBe('preparing');
    harness.overrides.agreements = () => ({});
    // A timeout (408) leaves the outcome unknown for two minutes.
    await harness.poll();
    await harness.poll();
    await harness.waitUntilSent(id);
    expect(harness.openAgreements()).toHaveLength(1);
  },
);

test('a session that another process has ended can neither resend the contract to another address nor cancel it', async () => {
  const id = await harness.createSentContract();
  const { store } = harness.bff.appContext;
  const { session_id } = await store.selectFrom('contracts').select('session_id').executeTakeFirstOrThrow();
  await storeEndedSessions(store, [session_id], new Date());
  const [signer] = harness.openAgreements().map(({ input }) => input.signer.email);
  for (const response of [await harness.resend(id, { email: 'thief@wrong.example' }), await harness.cancel(id)])
    expect([response.status, await harness.parseProblemCode(response)]).toEqual([401, 'session_ended']);
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual([signer]);
});

const loseContract = () => deleteContracts(harness.bff.appContext.store);
/** Restores an earlier version of the signature request, as a backup does. */
const restoreRow = (row: SignatureRequestRow) =>
  harness.bff.appContext.store.updateTable('letters').set(row).where('id', '=', row.id).execute();

test('if a restored backup predates a contract, the repeated request adopts its agreement, and a signature counts', async () => {
  const key = crypto.randomUUID();
  const { id } = await harness.parseContract(harness.submitContract(key));
  await harness.waitUntilSent(id);
  await loseContract();
  expect((await harness.parseContract(harness.submitContract(key))).id).toBe(id);
  await harness.poll();
  expect(harness.openAgreements()).toHaveLength(1);
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

/** Adopts the lost contract, as the server does after a restore. */
async function adoptContract(): Promise<void> {
  const anHourAgo = new Date(harness.bff.clock.now().getTime() - HOUR_MS).toISOString();
  const outcomes: string[] = [];
  for await (const { outcome } of reconcileUpstream(harness.bff.appContext, anHourAgo, { isOurs: isContractId }))
    outcomes.push(outcome);
  expect(outcomes).toEqual(['adopted_without_site']);
}

test('canceling a contract that was adopted after a restore cancels the agreement that was sent before', async () => {
  const key = crypto.randomUUID();
  const { id } = await harness.parseContract(harness.submitContract(key));
  await harness.waitUntilSent(id);
  await loseContract();
  await adoptContract();
  await harness.parseContract(harness.submitContract(key));
  expect((await harness.cancel(id)).status).toBe(200);
  expect(harness.openAgreements()).toEqual([]);
});

test('a signature before the price expired counts even if the contract is adopted and requested again later', async () => {
  const key = crypto.randomUUID();
  const { id } = await harness.parseContract(harness.submitContract(key));
  await harness.waitUntilSent(id);
  harness.setAgreementStatus('signed');
  await loseContract();
  await adoptContract();
  await harness.parseContract(harness.submitContract(key));
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - harness.bff.clock.now().getTime());
  await harness.poll();
  expect((await harness.fetchStoredContract(id)).signing.you).toBe('signed');
});

test('a contract that was adopted after a restore is signed by email again once its request is repeated', async () => {
  const key = crypto.randomUUID();
  const { id } = await harness.parseContract(harness.submitContract(key));
  await harness.waitUntilSent(id);
  await loseContract();
  await adoptContract();
  expect((await harness.parseContract(harness.submitContract(key))).id).toBe(id);
  await harness.poll();
  expect(harness.openAgreements()).toHaveLength(1);
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

test('if a restored backup predates a contract that was resent, the repeated request adopts the resent agreement', async () => {
  const key = crypto.randomUUID();
  const { id } = await harness.parseContract(harness.submitContract(key));
  await harness.waitUntilSent(id);
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  await harness.poll();
  await loseContract();
  await harness.parseContract(harness.submitContract(key));
  await harness.poll();
  await harness.poll();
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual(['office@trinity-bakery.example']);
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

test('if a restored backup predates two resends, the next resend replaces the agreements of both', async () => {
  const id = await harness.createSentContract();
  const before = await harness.signatureRequestRow();
  for (const name of ['office', 'desk']) {
    await harness.parseContract(harness.resend(id, { email: `${name}@trinity-bakery.example` }));
    await harness.poll();
    await expect.poll(() => harness.openAgreements()[0]?.status).toBe('sent');
    await harness.poll();
  }
  await restoreRow(before);
  await harness.parseContract(harness.resend(id, { email: 'home@trinity-bakery.example' }));
  await harness.poll();
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual(['home@trinity-bakery.example']);
});

test('if a restored backup predates a resend, canceling after a failed resend cancels that agreement', async () => {
  const id = await harness.createSentContract();
  const before = await harness.signatureRequestRow();
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  await harness.poll();
  await restoreRow(before);
  const unavailable = () => Promise.reject(new LoaUnavailableError('find', 'network'));
  harness.overrides.agreements = () => ({ listByReference: unavailable, remove: unavailable });
  await harness.parseContract(harness.resend(id, { email: 'desk@trinity-bakery.example' }));
  harness.overrides.agreements = () => ({});
  harness.advanceClock(5 * 60_000);
  expect((await harness.cancel(id)).status).toBe(200);
  expect(harness.openAgreements()).toEqual([]);
});

test('if a restored backup predates a resend, the resent agreement is adopted, and its signature counts', async () => {
  const id = await harness.createSentContract();
  const before = await harness.signatureRequestRow();
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  await harness.poll();
  await expect.poll(() => harness.openAgreements()[0]?.status).toBe('sent');
  await restoreRow(before);
  await harness.poll();
  expect((await harness.fetchContract(id)).status).toBe('sent');
  // The restored address may be the wrong one, so no link is sent to it and its reports have no effect.
  const { store } = harness.bff.appContext;
  expect(await store.selectFrom('signer_addresses').selectAll().execute()).toEqual([]);
  expect(await store.selectFrom('contracts').select('signer_key').execute()).toEqual([{ signer_key: null }]);
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

test('if a restored backup predates a resend, the next resend replaces that agreement', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('bounced');
  await harness.poll();
  const before = await harness.signatureRequestRow();
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  await harness.poll();
  await restoreRow(before);
  await harness.parseContract(harness.resend(id, { email: 'desk@trinity-bakery.example' }));
  await harness.poll();
  expect(harness.openAgreements().map(({ input }) => input.signer.email)).toEqual(['desk@trinity-bakery.example']);
});

test('if a restored backup predates a resend, a signature on the resent agreement counts even after the price expires', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('bounced');
  await harness.poll();
  const before = await harness.signatureRequestRow();
  expect(before.status).toBe('bounced');
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  await harness.poll();
  await expect.poll(() => harness.openAgreements().at(-1)?.status).toBe('sent');
  await restoreRow(before);
  harness.state.agreements.setStatus(harness.openAgreements().at(-1) ?? expect.fail('no agreement'), 'signed');
  harness.advanceClock(Date.parse(before.holds_until ?? '') - harness.bff.clock.now().getTime());
  await harness.poll();
  expect((await harness.fetchStoredContract(id)).signing.you).toBe('signed');
});

test('a decline ends the contract, and characters that cannot be stored are removed from the reason', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('declined', 'Too\0 expensive');
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'declined',
    reasons: [{ message: 'Too expensive' }],
  });
});

test('an access token that expires early is renewed', async () => {
  const id = await harness.createSentContract();
  harness.state.loaTokens.revokeAll();
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

test('a signature request that could not be sent is sent after the upstream recovers, without customer action', async () => {
  harness.updateScenario({ agreements: 'down' });
  const { id } = await harness.parseContract(harness.submitContract());
  await harness.poll();
  expect(harness.state.agreements.list()).toEqual([]);
  harness.updateScenario({ agreements: 'up' });
  await harness.poll();
  await harness.waitUntilSent(id);
  expect(harness.state.agreements.list()).toHaveLength(1);
});

test('a signature request whose response was lost is found by our reference and not sent again', async () => {
  harness.overrides.agreements = (real) => ({
    async create(created) {
      await real.create(created);
      throw new LoaUnavailableError('create', 'timeout');
    },
  });
  const { id } = await harness.parseContract(harness.submitContract());
  harness.overrides.agreements = () => ({});
  await harness.waitUntilSent(id);
  expect(harness.state.agreements.list()).toHaveLength(1);
});

/** Sends a signature request whose first create call takes effect upstream only after the second call. */
async function createLateDuplicate(): Promise<string> {
  let late = () => Promise.resolve();
  harness.overrides.agreements = (real) => ({
    async create(created) {
      late = async () => void (await real.create(created));
      throw new LoaUnavailableError('create', 'timeout');
    },
  });
  const { id } = await harness.parseContract(harness.submitContract());
  harness.overrides.agreements = () => ({});
  // Two minutes after an attempt without a response, the request is sent again.
  await harness.poll();
  expect(harness.state.agreements.list()).toEqual([]);
  await harness.poll();
  await harness.waitUntilSent(id);
  await late();
  expect(harness.openAgreements()).toHaveLength(2);
  return id;
}

test('cancels an agreement that the upstream creates only after the second attempt', async () => {
  const id = await createLateDuplicate();
  await harness.poll();
  expect(harness.openAgreements()).toHaveLength(1);
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
});

test('if an agreement that the upstream created late is signed, the signature counts, and the other agreement is canceled', async () => {
  const id = await createLateDuplicate();
  const [, late] = harness.openAgreements();
  await expect.poll(() => late?.status).toBe('sent');
  if (late) harness.state.agreements.setStatus(late, 'signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
  expect(harness.openAgreements()).toEqual([late]);
});

test('canceling a contract is rejected while its agreement may still be created upstream', async () => {
  let late = () => Promise.resolve();
  harness.overrides.agreements = (real) => ({
    async create(created) {
      late = async () => void (await real.create(created));
      throw new LoaUnavailableError('create', 'timeout');
    },
  });
  const { id } = await harness.parseContract(harness.submitContract());
  harness.overrides.agreements = () => ({});
  harness.advanceClock();
  expect(await harness.parseProblemCode(harness.cancel(id))).toBe('request_in_progress');
  await late();
  await harness.poll();
  await harness.parseContract(harness.cancel(id));
  expect(harness.openAgreements()).toEqual([]);
  expect((await harness.fetchContract(id)).status).toBe('voided');
});

test('after a lost response, the contract is found and its signature request is sent without customer action', async () => {
  harness.overrides.contracting = (real) => ({
    async createContract(input) {
      await real.createContract(input);
      return failWithTimeout();
    },
    contractByReference: async () => failWithTimeout(),
  });
  expect(await harness.parseProblemCode(harness.submitContract())).toBe('contract_outcome_unknown');
  expect(harness.state.agreements.list()).toEqual([]);
  harness.overrides.contracting = () => ({});
  harness.advanceClock();
  await reconcile(harness.bff.appContext);
  await harness.poll();
  await expect.poll(() => harness.sentEmails().length).toBe(1);
  expect(isSigned(harness.upstreamContract().status)).toBe(false);
});

test('if a contract is never created, its signature request is not sent, and the request’s payload is deleted after a day', async () => {
  harness.updateScenario({ contracting: 'down' });
  const key = crypto.randomUUID();
  expect(await harness.parseProblemCode(harness.submitContract(key))).toBe('contract_outcome_unknown');
  await harness.poll();
  expect(harness.state.agreements.list()).toEqual([]);
  expect((await harness.signatureRequestRow()).sealed).not.toBeNull();
  harness.advanceClock(25 * 3_600_000);
  await deleteExpired(harness.bff.appContext);
  expect((await harness.signatureRequestRow()).sealed).toBeNull();
});

test.each(['intact', 'erased', 'deleted'])(
  'repeating a contract request creates and sends the contract when its stored signature request is %s',
  async (payloadState) => {
    harness.updateScenario({ contracting: 'down' });
    const key = crypto.randomUUID();
    expect(await harness.parseProblemCode(harness.submitContract(key))).toBe('contract_outcome_unknown');
    harness.updateScenario({ contracting: 'up' });
    const { store } = harness.bff.appContext;
    if (payloadState === 'erased')
      await store.updateTable('letters').set({ sealed: null, key_id: null, wrapped_key: null }).execute();
    if (payloadState === 'deleted') await store.deleteFrom('letters').execute();
    const { id } = await harness.parseContract(harness.submitContract(key));
    await harness.waitUntilSent(id);
    expect(harness.openAgreements()[0]?.input.formData?.map(({ name }) => name)).toContain('Account 1');
  },
);

test('a rejected contract leaves no signature request', async () => {
  harness.updateScenario({ rate: 'changed' });
  expect(await harness.parseProblemCode(harness.submitContract())).toBe('rate_changed');
  expect(await harness.bff.appContext.store.selectFrom('letters').selectAll().execute()).toEqual([]);
});

test('a signature during an outage of My Service Cloud is shown immediately, and reported to it after the outage', async () => {
  const id = await harness.createSentContract();
  harness.updateScenario({ contracting: 'down' });
  harness.setAgreementStatus('signed');
  await harness.poll();
  await harness.poll();
  const current = await harness.fetchContract(id);
  expect([current.status, current.signing.you, current.signing.signatureRequest?.status]).toEqual([
    'viewed',
    'signed',
    'signed',
  ]);
  expect(harness.upstreamContract().envelope.signature).toBeUndefined();
  await expect(eraseContract(harness.bff.appContext.store, id)).rejects.toThrow('has not been sent');
  harness.updateScenario({ contracting: 'up' });
  await harness.poll();
  expect(isSigned((await harness.fetchContract(id)).status)).toBe(true);
  expect(harness.upstreamContract().envelope.signature?.signedAt.toISOString()).toBe(
    (await harness.signatureRequestRow()).signed_at,
  );
});

test('if the response to a signature report is lost, the contract is looked up and the report is not repeated', async () => {
  const id = await harness.createSentContract();
  let callCount = 0;
  harness.overrides.contracting = (real) => ({
    async recordExternalSignature(input) {
      callCount++;
      await real.recordExternalSignature(input);
      return failWithTimeout();
    },
  });
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.signatureRequestRow()).owed).toBe('signature');
  await harness.poll();
  expect(callCount).toBe(1);
  expect((await harness.signatureRequestRow()).owed).toBeNull();
  expect(isSigned((await harness.fetchContract(id)).status)).toBe(true);
});

test('a signature that is detected several times simultaneously is recorded once', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  harness.advanceClock();
  await Promise.all([
    pollSignatureRequests(harness.bff.appContext),
    harness.fetchContract(id),
    harness.fetchContract(id),
  ]);
  await harness.poll();
  const { signing, timeline } = await harness.fetchContract(id);
  expect(signing.you).toBe('signed');
  expect(timeline.filter(({ status }) => status === 'signed')).toHaveLength(1);
});

test('a contract that was voided before its signature was reported stays voided, with no report pending', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  harness.state.contracts.setStatus(harness.upstreamContract(), 'voided');
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'voided',
    signing: { you: 'signed', signatureRequest: { status: 'signed' } },
  });
  expect((await harness.signatureRequestRow()).owed).toBeNull();
  expect(harness.bff.logLines.join('')).toMatch(/signature_sync_rejected/);
});

test('a cancellation during an outage of My Service Cloud is reported to it after the outage', async () => {
  const id = await harness.createSentContract();
  harness.updateScenario({ contracting: 'down' });
  const now = await harness.parseContract(harness.cancel(id));
  expect([now.status, now.signing.signatureRequest?.status]).toEqual(['sent', 'cancelled']);
  expect(harness.openAgreements()).toEqual([]);
  harness.updateScenario({ contracting: 'up' });
  await harness.poll();
  expect([(await harness.fetchContract(id)).status, harness.upstreamContract().status]).toEqual(['voided', 'voided']);
});

test('a price that expires while an upstream is down ends the contract once, as soon as the upstream recovers', async () => {
  const id = await harness.createSentContract();
  harness.updateScenario({ contracting: 'down' });
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - harness.bff.clock.now().getTime());
  await harness.poll();
  await harness.poll();
  harness.updateScenario({ contracting: 'up' });
  await harness.poll();
  expect([(await harness.fetchStoredContract(id)).status, harness.upstreamContract().status]).toEqual([
    'voided',
    'voided',
  ]);
  expect((await harness.signatureRequestRow()).timeline.match(/expired/g)).toHaveLength(1);
});

test('canceling fails while the LOA API is unavailable, and changes nothing', async () => {
  const id = await harness.createSentContract();
  harness.updateScenario({ agreements: 'down' });
  expect(await harness.parseProblemCode(harness.cancel(id))).toBe('upstream_unavailable');
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'sent',
    signing: { signatureRequest: { status: 'sent' } },
  });
  expect(harness.upstreamContract().status).toBe('draft');
});

test('canceling during a resend leaves no open signature request', async () => {
  const id = await harness.createSentContract();
  harness.updateScenario({ agreements: 'down' });
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  harness.updateScenario({ agreements: 'up' });
  harness.advanceClock();
  await harness.parseContract(harness.cancel(id));
  expect(harness.openAgreements()).toEqual([]);
});

test('if a signature request is signed just before it is replaced, the signature counts and no replacement is sent', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  await harness.poll();
  expect((await harness.fetchContract(id)).signing).toMatchObject({
    you: 'signed',
    signatureRequest: { status: 'signed' },
  });
  expect(harness.state.agreements.list()).toHaveLength(1);
  expect(isSigned(harness.upstreamContract().status)).toBe(true);
});

test('canceling does not undo a signature made before a delayed resend', async () => {
  const id = await harness.createSentContract();
  harness.updateScenario({ agreements: 'down' });
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  harness.updateScenario({ agreements: 'up' });
  harness.setAgreementStatus('signed');
  harness.advanceClock();
  await harness.parseContract(harness.cancel(id));
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
  expect(harness.upstreamContract().envelope.signature?.agreementId).toBe(harness.openAgreements()[0]?.id);
});
