import { createElement, type ReactNode, useEffect, useRef } from 'react';
import type { HostEvents } from '../../widget/host-events.ts';
import { setAttributes } from '../attributes.ts';
import { TAG_NAME } from '../commercial-shopper-element.ts';
import { define, type Options } from './index.ts';

type Props = Options & {
  /** Shown until the shop is up, and when it cannot come up. */
  readonly children?: ReactNode;
  /** Hears every event: `onEvent={({ type, detail }) => …}`. */
  readonly onEvent?: (event: CustomEvent<HostEvents[keyof HostEvents]>) => void;
};

const EVENT_NAMES: readonly (keyof HostEvents)[] = [
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
  const elementRef = useRef<HTMLElement>(null);
  const onEventRef = useRef(onEvent);
  onEventRef.current = onEvent;
  useEffect(() => {
    const host = elementRef.current;
    const forward = (event: Event) => {
      if (event instanceof CustomEvent) onEventRef.current?.(event);
    };
    for (const name of EVENT_NAMES) host?.addEventListener(name, forward);
    define(options.api);
    return () => {
      for (const name of EVENT_NAMES) host?.removeEventListener(name, forward);
    };
  }, [options.api]);
  useEffect(() => {
    if (elementRef.current) setAttributes(elementRef.current, options);
  });
  return createElement(TAG_NAME, { ref: elementRef, site: options.site, api: options.api }, children);
}
