import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderConsent } from '../src/bff/consent/templates.ts';
import type { ShownOffer } from '../src/bff/rates/offer-token.ts';
import { sha256 } from '../src/bff/store/ids.ts';
import { consent, createConsent } from '../src/wire/consent.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { productKind } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import {
  consentTextOf,
  contractRequestFor,
  createTestBff,
  firstOffer,
  offerIn,
  openSession,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const send = (body: unknown) =>
  sendRequest(bff.app, createContract.path, { body, token, headers: { 'Idempotency-Key': crypto.randomUUID() } });
const requestConsent = (body: unknown) => sendRequest(bff.app, createConsent.path, { body, token });
const codeOf = async (answer: Promise<Response>) => problem.parse(await (await answer).json()).code;

test.each(['en', 'es'] as const)('the server writes the consent text in %s', async (locale) => {
  const offer = await firstOffer(bff.app, token);
  const answer = await requestConsent({
    offerToken: offer.offerToken,
    locale,
    customer: { legalName: 'Trinity Bakery LLC' },
  });
  expect(answer.status).toBe(200);
  const written = consent.parse(await answer.json());
  expect(written.sha256).toBe(sha256(written.text));
  for (const part of ['Trinity Bakery LLC', offer.supplier.name, offer.product.name, `${offer.termMonths} m`])
    expect(written.text).toContain(part);
  const request = withConsent(contractRequestFor(offer), locale);
  expect(request.consent).toMatchObject({ sha256: written.sha256, templateVersion: written.templateVersion });

  expect((await send(request)).status).toBe(201);
  const [created] = bff.simulator.state.contracts.list();
  expect(created?.input.attestation).toMatchObject({ text: written.text, sha256: written.sha256 });
});

test('a contract request cannot contain its own consent text', async () => {
  const good = contractRequestFor(await firstOffer(bff.app, token));
  const text = 'I agree to pay 0.00001 dollars per kWh, for ever, and no fees.';
  expect(await codeOf(send({ ...good, consent: { accepted: true, text } }))).toBe('invalid_request');
  expect(await codeOf(send({ ...good, consent: { ...good.consent, text } }))).toBe('invalid_request');
  expect(await codeOf(send({ ...good, consent: { ...good.consent, sha256: sha256(text) } }))).toBe('consent_changed');
  expect(bff.simulator.state.contracts.list()).toEqual([]);
});

test('consent to a text for another business, language or template version creates no contract', async () => {
  const offer = await firstOffer(bff.app, token);
  const good = contractRequestFor(offer);
  const otherName = { ...good, customer: { ...good.customer, legalName: 'Trinity Bakeries LLC' } };
  const otherLanguage = { ...good, consent: { ...good.consent, locale: 'es' } };
  const otherVersion = { ...good, consent: { ...good.consent, templateVersion: '0' } };
  const inherited = { ...good, consent: { ...good.consent, templateVersion: 'constructor' } };
  for (const body of [otherName, otherLanguage, otherVersion, inherited])
    expect(await codeOf(send(body))).toBe('consent_changed');
  expect(await bff.appContext.store.selectFrom('contracts').selectAll().execute()).toEqual([]);
  expect((await send(good)).status).toBe(201);
});

test('no consent text is written for an offer that is invalid or has expired', async () => {
  const { offerToken, expiresAt } = await firstOffer(bff.app, token);
  const body = { offerToken, locale: 'en', customer: { legalName: 'Trinity Bakery LLC' } };
  expect(await codeOf(requestConsent({ ...body, offerToken: 'x' }))).toBe('offer_invalid');
  bff.clock.now = () => new Date(Date.parse(expiresAt) + 1);
  ({ token } = await openSession(bff.app));
  expect(await codeOf(requestConsent(body))).toBe('offer_expired');
});

const shown = async (): Promise<ShownOffer> => offerIn(await firstOffer(bff.app, token));

test('the consent text states the kind of price and each fee in plain words', async () => {
  const offer = {
    ...(await shown()),
    productKind: 'fixed' as const,
    rate: { amount: '0.0786', unit: 'kWh' as const },
    startMonth: '2027-03',
    termMonths: 24,
    monthlyFee: '1234.5',
    earlyTermination: { kind: 'per_month_left' as const, amount: '1500.00' },
  };
  const text = (patch: Partial<ShownOffer>, locale: 'en' | 'es' = 'en') =>
    renderConsent({ locale, offer: { ...offer, ...patch }, legalName: 'A LLC' })?.text;
  expect(text({})).toMatch(
    / at 7\.86 ¢\/kWh for 24 months starting March 2027, and .*monthly fee is \$1,234\.50\. .* termination fee is \$1,500 for each month remaining\.$/,
  );
  expect(text({}, 'es')).toMatch(/ a 7\.86 ¢\/kWh por 24 meses a partir de marzo de 2027, y .*\$1,234\.50.*\$1,500 /);
  expect(text({ monthlyFee: '0.00', earlyTermination: { kind: 'none', amount: '0' } })).toMatch(
    /There is no monthly fee\. There is no early termination fee\.$/,
  );
  expect(text({ monthlyFee: '1004.125' })).toContain('monthly fee is $1,004.125.');
  expect(text({ rate: { amount: '0.612', unit: 'therm' }, commodity: 'gas' })).toContain('natural gas');
  expect(text({ rate: { amount: '0.612', unit: 'therm' } })).toContain('at $0.612/therm');
  expect(new Set(productKind.options.map((kind) => text({ productKind: kind }))).size).toBe(4);
});

test('an agreement that is signed by email has the server’s consent text', async () => {
  ({ token } = await openSession(bff.app, 'pk_test_email'));
  const body = contractRequestFor(await firstOffer(bff.app, token));
  expect((await send(body)).status).toBe(201);
  const [agreement] = bff.simulator.state.agreements.list();
  expect(agreement?.input.formData?.find(({ name }) => name === 'Agreed to')?.value).toBe(consentTextOf(body));
});
