import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Shopper } from '../shopper.ts';
import { Notice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';

interface LazyProps<Part> {
  readonly shopper: Shopper;
  readonly load: () => Promise<Part & { readonly css?: string }>;
  readonly children: (part: Part) => ComponentChildren;
  /** How much room to hold meanwhile, in bars of the skeleton. */
  readonly bars?: number;
}

/**
 * A part of the widget that loads when it is first shown, with its style sheet. When it cannot: a way to try again. It loads
 * again when the language it asked for is another, and stays as it is meanwhile.
 */
export function Lazy<Part>({ shopper, load, children, bars }: LazyProps<Part>) {
  const part = useSignal<Part | 'loading' | 'failed'>('loading');
  const attempt = useSignal(0);
  useSignalEffect(() => {
    let here = true;
    attempt.value;
    if (part.peek() === 'failed') part.value = 'loading';
    load().then(
      (loaded) => {
        if (loaded.css) shopper.adopt(loaded.css);
        if (here) part.value = loaded;
      },
      () => {
        if (here && part.peek() === 'loading') part.value = 'failed';
      },
    );
    return () => {
      here = false;
    };
  });
  const texts = shopper.language.shell;
  if (part.value === 'loading') return <Skeleton words={texts.loading} {...(bars && { bars })} />;
  if (part.value === 'failed') {
    return (
      <Notice action={texts.tryAgain} onAction={() => attempt.value++}>
        {texts.stepFailed}
      </Notice>
    );
  }
  return <>{children(part.value)}</>;
}
