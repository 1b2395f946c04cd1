import type { OffersTexts } from '../i18n/en/offers.ts';
import type { OffersAnswer } from './offers-feed.ts';

/** What a customer is told beside any price: who we are, how we are paid, which papers count; per market what it asks for. */
export function Disclosures({ texts, answer }: { readonly texts: OffersTexts; readonly answer: OffersAnswer }) {
  const { label, broker, pay, papers, efl } = texts.disclosures;
  const documents = answer.offers.flatMap((offer) => offer.documents);
  return (
    <section class="foot" aria-label={label}>
      <p>{broker}</p>
      <p>{pay}</p>
      {documents.length > 0 && <p>{papers}</p>}
      {documents.some(({ kind }) => kind === 'efl') && <p>{efl}</p>}
    </section>
  );
}
