import { createElement, type ReactNode, useEffect, useRef } from 'react';
import { HOST_EVENTS, type HostEvents } from '../../widget/host-events.ts';
import { TAG_NAME } from '../commercial-shopper-element.ts';
import { setOptions } from '../mount.ts';
import { define, type Options } from './index.ts';

type Props = Options & {
  /** Shown until the widget has loaded, and when it fails to load. */
  readonly children?: ReactNode;
  /** Receives every event: `onEvent={({ type, detail }) => …}`. */
  readonly onEvent?: (event: CustomEvent<HostEvents[keyof HostEvents]>) => void;
};

/** The element as a React component. Changed props do not discard the customer's input. */
export function CommercialShopper({ children, onEvent, ...options }: Props): ReactNode {
  const elementRef = useRef<HTMLElement>(null);
  const onEventRef = useRef(onEvent);
  onEventRef.current = onEvent;
  useEffect(() => {
    const host = elementRef.current;
    const forward = (event: Event) => {
      if (event instanceof CustomEvent) onEventRef.current?.(event);
    };
    for (const name of HOST_EVENTS) host?.addEventListener(name, forward);
    define(options.api);
    return () => {
      for (const name of HOST_EVENTS) host?.removeEventListener(name, forward);
    };
  }, [options.api]);
  useEffect(() => {
    if (elementRef.current) setOptions(elementRef.current, options);
  });
  return createElement(TAG_NAME, { ref: elementRef, site: options.site, api: options.api }, children);
}
