import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Contract, createResumeLink, type ResumeLink as Link } from '../../wire/contract-record.ts';
import type { KeepLinkTexts } from '../i18n/en/keep-link.ts';
import type { Shopper } from '../shopper.ts';
import { pageAddress } from '../signing/go-to-signing.ts';
import { MailLink } from './mail-link.tsx';

interface ResumeLinkProps {
  readonly shopper: Shopper;
  readonly contract: Contract;
  readonly texts: KeepLinkTexts;
}

/** A way back to this contract on any device. The link is a secret: it is made when asked for, shown, and kept nowhere. */
export function ResumeLink({ shopper, contract, texts }: ResumeLinkProps) {
  const link = useSignal<Link | 'making' | undefined>(undefined);
  const said = useSignal<'failed' | 'copied' | 'notCopied' | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);

  async function make() {
    if (link.value === 'making') return;
    link.value = 'making';
    said.value = undefined;
    try {
      const client = await shopper.client();
      const body = { returnTo: pageAddress(shopper.host) };
      link.value = await client.call(createResumeLink, { params: { id: contract.id }, body });
    } catch {
      link.value = undefined;
      said.value = 'failed';
    }
  }

  async function copy(url: string) {
    try {
      await navigator.clipboard.writeText(url);
      said.value = 'copied';
    } catch {
      field.current?.select();
      said.value = 'notCopied';
    }
  }

  const share = (url: string) =>
    // Whoever closes the sheet has changed their mind: nothing went wrong.
    navigator.share({ title: texts.shareTitle(contract.reference), url }).catch(() => {});

  const made = link.value;
  return (
    <section class="keep" aria-label={texts.heading}>
      <h3>{texts.heading}</h3>
      <p class="small muted">{texts.hint}</p>
      {made === undefined || made === 'making' ? (
        <p class="actions">
          <button type="button" aria-disabled={made === 'making'} onClick={make}>
            {made === 'making' ? texts.making : texts.make}
          </button>
        </p>
      ) : (
        <>
          <label>
            {texts.label}
            <input ref={field} readOnly value={made.url} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <p class="small muted">{texts.until(shopper.format.moment(made.expiresAt))}</p>
          <div class="actions">
            <button type="button" onClick={() => copy(made.url)}>
              {texts.copy}
            </button>
            {'share' in navigator && (
              <button type="button" onClick={() => share(made.url)}>
                {texts.share}
              </button>
            )}
          </div>
        </>
      )}
      <p class="note" role="status">
        {said.value && texts[said.value]}
      </p>
      {shopper.site.value?.mailsLinks && <MailLink shopper={shopper} contractId={contract.id} texts={texts.mail} />}
    </section>
  );
}
