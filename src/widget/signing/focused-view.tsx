import { useSignal } from '@preact/signals';
import type { SigningSessionMessages } from '../i18n/en/signing-session.ts';
import type { WidgetContext } from '../widget-context.ts';
import { dispatchSigningEvent } from './signing-machine.ts';
import { type FocusedSurface, useFocusedSigning } from './use-focused-signing.ts';

interface FocusedViewProps {
  readonly context: WidgetContext;
  readonly surface: FocusedSurface;
  readonly messages: SigningSessionMessages;
}

/** The signing page, embedded in this page at the widget's width, with a bar above it for postponing signing. */
export function FocusedView({ context, surface, messages }: FocusedViewProps) {
  const isConfirmingLeave = useSignal(false);
  const { section, slot, isReady, focusIframe } = useFocusedSigning(context, surface, () => {
    isConfirmingLeave.value = true;
  });
  return (
    <section ref={section} class="focused-view" aria-label={messages.iframeHeading} tabIndex={-1}>
      <div class="focused-view-bar">
        <h2>{messages.iframeHeading}</h2>
        <button
          type="button"
          aria-expanded={isConfirmingLeave.value}
          onClick={() => {
            isConfirmingLeave.value = true;
          }}
        >
          {messages.postpone}
        </button>
      </div>
      {isConfirmingLeave.value && (
        <div class="alert" role="alert">
          <p>{messages.postponeConfirm}</p>
          <button type="button" onClick={() => dispatchSigningEvent(context, { type: 'ended', reason: 'postponed' })}>
            {messages.postponeConfirmYes}
          </button>
          <button
            type="button"
            class="button-primary"
            onClick={() => {
              isConfirmingLeave.value = false;
              focusIframe();
            }}
          >
            {messages.postponeConfirmNo}
          </button>
        </div>
      )}
      <p class="section text-muted" role="status">
        {!isReady.value && messages.iframeLoading}
      </p>
      <slot ref={slot} class="focused-view-ceremony" />
    </section>
  );
}
