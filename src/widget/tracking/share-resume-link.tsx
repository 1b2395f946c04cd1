import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Contract, createResumeLink, type ResumeLink as Link } from '../../wire/contract.ts';
import type { ResumeLinkMessages } from '../i18n/en/resume-link.ts';
import { returnUrl } from '../signing/open-signing.ts';
import type { WidgetContext } from '../widget-context.ts';
import { EmailResumeLink } from './email-resume-link.tsx';

interface ShareResumeLinkProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: ResumeLinkMessages;
}

/** A way back to this contract on any device. The link is a secret: it is made when asked for, shown, and kept nowhere. */
export function ShareResumeLink({ context, contract, messages }: ShareResumeLinkProps) {
  const link = useSignal<Link | 'making' | undefined>(undefined);
  const notice = useSignal<'failed' | 'copied' | 'copyFailed' | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);

  async function createLink() {
    if (link.value === 'making') return;
    link.value = 'making';
    notice.value = undefined;
    try {
      const client = await context.loadApiClient();
      const body = { returnTo: returnUrl(context.host) };
      link.value = await client.call(createResumeLink, { params: { id: contract.id }, body });
    } catch {
      link.value = undefined;
      notice.value = 'failed';
    }
  }

  async function copyUrl(url: string) {
    try {
      await navigator.clipboard.writeText(url);
      notice.value = 'copied';
    } catch {
      field.current?.select();
      notice.value = 'copyFailed';
    }
  }

  const shareUrl = (url: string) =>
    // Whoever closes the sheet has changed their mind: nothing went wrong.
    navigator.share({ title: messages.shareTitle(contract.reference), url }).catch(() => {});

  const current = link.value;
  return (
    <section class="resume-link" aria-label={messages.heading}>
      <h3>{messages.heading}</h3>
      <p class="text-small text-muted">{messages.hint}</p>
      {current === undefined || current === 'making' ? (
        <p class="button-row">
          <button type="button" aria-disabled={current === 'making'} onClick={createLink}>
            {current === 'making' ? messages.creating : messages.create}
          </button>
        </p>
      ) : (
        <>
          <label>
            {messages.label}
            <input ref={field} readOnly value={current.url} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <p class="text-small text-muted">{messages.expiry(context.format.dateTime(current.expiresAt))}</p>
          <div class="button-row">
            <button type="button" onClick={() => copyUrl(current.url)}>
              {messages.copy}
            </button>
            {'share' in navigator && (
              <button type="button" onClick={() => shareUrl(current.url)}>
                {messages.share}
              </button>
            )}
          </div>
        </>
      )}
      <p class="field-note" role="status">
        {notice.value && messages[notice.value]}
      </p>
      {context.site.value?.mailsLinks && (
        <EmailResumeLink context={context} contractId={contract.id} messages={messages.email} />
      )}
    </section>
  );
}
