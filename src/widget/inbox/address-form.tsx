import { useEffect, useRef } from 'preact/hooks';
import { TextField } from '../controls/text-field.tsx';
import type { InboxTexts } from '../i18n/en/inbox.ts';
import type { InboxModel } from './inbox-model.ts';

/** Another address for the letter. What is typed stays until it has gone there. */
export function AddressForm({ model, texts }: { readonly model: InboxModel; readonly texts: InboxTexts }) {
  const form = useRef<HTMLFormElement>(null);
  const busy = model.busy.value;
  const focus = () => form.current?.querySelector('input')?.focus();
  useEffect(focus, []);
  return (
    <form
      ref={form}
      noValidate
      class="way"
      onSubmit={(event) => {
        event.preventDefault();
        model.sendElsewhere();
        if (model.addressIsWrong.value) focus();
      }}
    >
      <TextField
        name="inboxAddress"
        label={texts.address}
        value={model.address.value}
        onText={model.type}
        error={model.addressIsWrong.value ? texts.wrongAddress : undefined}
        input={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
      />
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? texts.sending : texts.sendThere}
        </button>
        <button type="button" disabled={busy} onClick={() => model.ask('nothing')}>
          {texts.keepAddress}
        </button>
      </div>
    </form>
  );
}
