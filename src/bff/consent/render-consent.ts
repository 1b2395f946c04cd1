import type { Consent, ConsentLocale } from '../../wire/consent.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer, VerifiedOffer } from '../rates/offer-token.ts';
import { sha256 } from '../store/ids.ts';
import { CONSENT_TEMPLATE_VERSION, CONSENT_TEMPLATES } from './templates.ts';

/** The consent text with its template's version and language. */
export interface RenderedConsent extends Consent {
  readonly locale: ConsentLocale;
}

/** What a customer agreed to: the offer and the sentence about it. Both are the server's own. */
export interface Agreement {
  readonly offer: VerifiedOffer;
  readonly consent: RenderedConsent;
}

interface ConsentInput {
  readonly locale: ConsentLocale;
  readonly offer: ShownOffer;
  readonly legalName: string;
  readonly templateVersion?: string;
}

/**
 * Writes the sentence that the signer agrees to. The same input always gives the same text.
 *
 * @returns undefined if there is no such template
 * @example renderConsent({ locale: 'en', offer, legalName: 'Trinity Bakery LLC' })?.text // 'I am authorized to sign for Trinity …'
 */
export function renderConsent({
  locale,
  offer,
  legalName,
  templateVersion = CONSENT_TEMPLATE_VERSION,
}: ConsentInput): RenderedConsent | undefined {
  const template = new Map(Object.entries(CONSENT_TEMPLATES)).get(templateVersion)?.[locale];
  if (!template) return undefined;
  const text = template(offer, legalName);
  return { text, sha256: sha256(text), locale, templateVersion };
}

/**
 * Writes the sentence again and compares it with the hash that the customer's page sent.
 *
 * @throws ProblemError consent_changed if the page showed another sentence
 */
export function verifyConsent(offer: VerifiedOffer, { consent, customer }: CreateContractRequest): Agreement {
  const rendered = renderConsent({ ...consent, offer, legalName: customer.legalName });
  if (rendered?.sha256 !== consent.sha256) throw new ProblemError('consent_changed');
  return { offer, consent: rendered };
}
