import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CommercialShopper } from '../../src/loader/npm/react.ts';

/** A React page in strict mode, which mounts every component twice. */
function Page() {
  const [shown, setShown] = useState(true);
  const [postalCode, setPostalCode] = useState('75201');
  const [eventTypes, setEventTypes] = useState<readonly string[]>([]);
  return createElement(
    'main',
    {},
    createElement('button', { type: 'button', onClick: () => setShown(!shown) }, 'Show or hide'),
    createElement('button', { type: 'button', onClick: () => setPostalCode('77002') }, 'Houston'),
    createElement('output', {}, eventTypes.join(' ')),
    shown &&
      createElement(
        CommercialShopper,
        {
          api: document.documentElement.dataset.api ?? '',
          site: 'pk_test_demo',
          isolation: new URLSearchParams(location.search).get('isolation') ?? undefined,
          postalCode,
          onEvent: ({ type }: CustomEvent) => setEventTypes((before) => [...before, type]),
        },
        'Call us',
      ),
  );
}

const container = document.querySelector('#page');
if (container) createRoot(container).render(createElement(StrictMode, {}, createElement(Page)));
