import type { OffersMessages } from '../i18n/en/offers.ts';
import type { OffersResult } from './offers-query.ts';

/** What a customer is told beside any price: who we are, how we are paid, which papers count; per market what it asks for. */
export function Disclosures({
  messages,
  result,
}: {
  readonly messages: OffersMessages;
  readonly result: OffersResult;
}) {
  const { label, utilityNotice, compensation, documentsNotice, efl } = messages.disclosures;
  const documents = result.offers.flatMap((offer) => offer.documents);
  return (
    <section class="footnote" aria-label={label}>
      <p>{utilityNotice}</p>
      <p>{compensation}</p>
      {documents.length > 0 && <p>{documentsNotice}</p>}
      {documents.some(({ kind }) => kind === 'efl') && <p>{efl}</p>}
    </section>
  );
}
