import type { ComponentChildren } from 'preact';
import { Lazy } from '../controls/lazy.tsx';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
import type { Shopper } from '../shopper.ts';

type Extras = typeof import('./offers-extras.ts') & { readonly words: OffersExtrasTexts };

interface ExtraProps {
  readonly shopper: Shopper;
  readonly children: (extras: Extras) => ComponentChildren;
}

/** A part of the offers that only some ask for. They all come in one file; until it is there nothing stands in their place. */
export const Extra = ({ shopper, children }: ExtraProps) => (
  <div class="extra">
    <Lazy
      shopper={shopper}
      load={async () => {
        const [extras, words] = await Promise.all([
          import('./offers-extras.ts'),
          shopper.language.later().then((words) => words.offersExtras()),
        ]);
        return { ...extras, words };
      }}
    >
      {children}
    </Lazy>
  </div>
);
