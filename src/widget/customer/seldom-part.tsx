import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Lazy } from '../components/lazy.tsx';
import type { WidgetContext } from '../widget-context.ts';

let come = false;
/** Whether it has come already: then it is there at once. */
export const seldomHasCome = (): boolean => come;

/** @throws Error when it did not come: the console has said why */
export async function loadSeldom({ catalog }: WidgetContext) {
  const [{ seldom }, words] = await Promise.all([
    import('./seldom.ts'),
    catalog.lazy().then((later) => later.customerOptional()),
  ]);
  come = true;
  return { ...seldom, words };
}

/** What few customers need, with its words. */
export type Seldom = Awaited<ReturnType<typeof loadSeldom>>;

export interface MaybeSeldom {
  /** Where it has come already. */
  readonly seldom?: Seldom | undefined;
}

interface SeldomPartProps extends MaybeSeldom {
  readonly context: WidgetContext;
  readonly children: (seldom: Seldom) => ComponentChildren;
}

/** A part that few customers need: it comes when it is first shown. */
export const SeldomPart = ({ context, seldom, children }: SeldomPartProps) =>
  seldom ? (
    children(seldom)
  ) : (
    <Lazy context={context} load={() => loadSeldom(context)} skeletonRows={1}>
      {children}
    </Lazy>
  );

/** The same under words to press. Where it has come already, it stands open. */
export function SeldomDetails({ words, ...part }: SeldomPartProps & { readonly words: string }) {
  const asked = useSignal(part.seldom !== undefined);
  return (
    <details
      open={asked.value}
      onToggle={() => {
        asked.value = true;
      }}
    >
      <summary>{words}</summary>
      {asked.value && <SeldomPart {...part} />}
    </details>
  );
}
