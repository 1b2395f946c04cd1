import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { WidgetContext } from '../widget-context.ts';
import { Alert } from './alert.tsx';
import { Skeleton } from './skeleton.tsx';

interface LazyProps<Module> {
  readonly context: WidgetContext;
  readonly load: () => Promise<Module & { readonly css?: string }>;
  readonly children: (loaded: Module) => ComponentChildren;
  /** How much room to hold meanwhile, in bars of the skeleton. */
  readonly skeletonRows?: number;
}

/**
 * A part of the widget that loads when it is first shown, with its style sheet. When it cannot: a way to try again. It loads
 * again when the language it asked for is another, and stays as it is meanwhile.
 */
export function Lazy<Module>({ context, load, children, skeletonRows }: LazyProps<Module>) {
  const loaded = useSignal<Module | 'loading' | 'failed'>('loading');
  const attempt = useSignal(0);
  useSignalEffect(() => {
    let isActive = true;
    attempt.value;
    if (loaded.peek() === 'failed') loaded.value = 'loading';
    load().then(
      (result) => {
        if (result.css) context.adoptStyles(result.css);
        if (isActive) loaded.value = result;
      },
      () => {
        if (isActive && loaded.peek() === 'loading') loaded.value = 'failed';
      },
    );
    return () => {
      isActive = false;
    };
  });
  const messages = context.catalog.app;
  if (loaded.value === 'loading')
    return <Skeleton label={messages.loading} {...(skeletonRows && { rows: skeletonRows })} />;
  if (loaded.value === 'failed') {
    return (
      <Alert action={messages.tryAgain} onAction={() => attempt.value++}>
        {messages.loadFailed}
      </Alert>
    );
  }
  return <>{children(loaded.value)}</>;
}
