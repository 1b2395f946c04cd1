import { createElement, type ReactNode, useEffect, useRef } from 'react';
import type { HostEvents } from '../../widget/host-events.ts';
import { setAttributes } from '../attributes.ts';
import { tagName } from '../commercial-shopper-element.ts';
import { define, type Options } from './index.ts';

type Props = Options & {
  /** Shown until the shop is up, and when it cannot come up. */
  readonly children?: ReactNode;
  /** Hears every event: `onEvent={({ type, detail }) => …}`. */
  readonly onEvent?: (event: CustomEvent<HostEvents[keyof HostEvents]>) => void;
};

const names: readonly (keyof HostEvents)[] = [
  'shopper:ready',
  'shopper:step',
  'shopper:offer-selected',
  'shopper:contract-created',
  'shopper:signed',
  'shopper:status',
  'shopper:error',
];

/** The element as a React component. Its options can change; what the customer typed stays. */
export function CommercialShopper({ children, onEvent, ...options }: Props): ReactNode {
  const element = useRef<HTMLElement>(null);
  const hear = useRef(onEvent);
  hear.current = onEvent;
  useEffect(() => {
    const here = element.current;
    const listen = (event: Event) => {
      if (event instanceof CustomEvent) hear.current?.(event);
    };
    for (const name of names) here?.addEventListener(name, listen);
    define(options.api);
    return () => {
      for (const name of names) here?.removeEventListener(name, listen);
    };
  }, [options.api]);
  useEffect(() => {
    if (element.current) setAttributes(element.current, options);
  });
  return createElement(tagName, { ref: element, site: options.site, api: options.api }, children);
}
