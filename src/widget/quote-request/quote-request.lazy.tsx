import { createLazy } from '../components/lazy.tsx';
import type { QuoteRequestMessages } from '../i18n/en/quote-request.ts';
import type { QuoteRequestProps } from './quote-request.tsx';

export const QuoteRequest = createLazy<QuoteRequestProps, { readonly messages: QuoteRequestMessages }>(
  async (catalog) => {
    const [{ QuoteRequest: View, css }, messages] = await Promise.all([
      import('./quote-request.tsx'),
      catalog.lazy().then((lazyMessages) => lazyMessages.quoteRequest()),
    ]);
    return { View, css, props: { messages } };
  },
);
