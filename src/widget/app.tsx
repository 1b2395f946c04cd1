import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Lazy } from './controls/lazy.tsx';
import { Notice } from './controls/notice.tsx';
import { Progress } from './progress.tsx';
import type { RatesModel } from './rates/rates-model.ts';
import { RatesStep } from './rates/rates-step.tsx';
import type { Shopper } from './shopper.ts';

interface AppProps {
  readonly shopper: Shopper;
  readonly rates: RatesModel;
}

/** The frame: whose shop it is, how far one has come, and the step. */
export function App({ shopper, rates }: AppProps) {
  const frame = useRef<HTMLElement>(null);
  const { shell } = shopper.language;
  const closed = shopper.closed.value;
  const step = useComputed(() => shopper.flow.value.step).value;
  const stepBefore = useRef(step);

  const accent = shopper.site.value?.branding.accent;
  useEffect(() => {
    // What goes with it the style sheet works out. It has the house's own colours.
    if (accent) frame.current?.style.setProperty('--brand', accent);
  }, [accent]);

  const wentOn = useRef(false);
  wentOn.current ||= step === 'customer';
  useEffect(() => {
    if (!wentOn.current) return undefined;
    let here = true;
    let stop = () => {};
    import('./steps.ts').then(
      ({ keepStepHistory }) => {
        if (here) stop = keepStepHistory(shopper);
      },
      // Without it, Back leads where it would on any page.
      () => {},
    );
    return () => {
      here = false;
      stop();
    };
  }, [shopper, wentOn.current]);

  useEffect(() => {
    if (stepBefore.current === step) return;
    stepBefore.current = step;
    // A new step starts at its top, for eyes and for screen readers.
    frame.current?.focus({ preventScroll: true });
    if ((frame.current?.getBoundingClientRect().top ?? 0) < 0) frame.current?.scrollIntoView();
  }, [step]);

  if (closed) {
    return (
      <slot lang={shopper.format.locale}>
        <Notice action={shell.tryAgain} onAction={shopper.open}>
          {shell.trouble[closed.trouble]} {closed.phone && shell.callUs(closed.phone)}
        </Notice>
      </slot>
    );
  }
  return (
    <section
      ref={frame}
      class="shopper"
      part="root"
      lang={shopper.format.locale}
      aria-label={shell.widget}
      tabIndex={-1}
    >
      <Progress shopper={shopper} />
      <Step shopper={shopper} rates={rates} />
    </section>
  );
}

function Step({ shopper, rates }: AppProps) {
  if (shopper.flow.value.step === 'rates') return <RatesStep shopper={shopper} model={rates} />;
  return (
    <Lazy key="later" shopper={shopper} load={() => import('./after-paint.ts')}>
      {({ LaterStep }) => <LaterStep shopper={shopper} />}
    </Lazy>
  );
}
