import type { ComponentChildren } from 'preact';
import { Lazy } from '../components/lazy.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { WidgetContext } from '../widget-context.ts';

type LoadedOfferTools = typeof import('./offer-tools.ts') & { readonly words: OfferToolsMessages };

interface OfferToolsProps {
  readonly context: WidgetContext;
  readonly children: (tools: LoadedOfferTools) => ComponentChildren;
}

/** A part of the offers that only some ask for. They all come in one file; until it is there nothing stands in their place. */
export const OfferTools = ({ context, children }: OfferToolsProps) => (
  <div class="offer-tools">
    <Lazy
      context={context}
      load={async () => {
        const [tools, words] = await Promise.all([
          import('./offer-tools.ts'),
          context.catalog.lazy().then((words) => words.offerTools()),
        ]);
        return { ...tools, words };
      }}
    >
      {children}
    </Lazy>
  </div>
);
