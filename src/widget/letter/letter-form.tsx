import { type Signal, signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { BodyOf } from '../../wire/endpoint.ts';
import { createLetter } from '../../wire/letter.ts';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { LetterTexts } from '../i18n/en/letter.ts';
import type { RatesModel } from '../rates/rates-model.ts';
import type { Shopper } from '../shopper.ts';
import type { LetterModel } from './letter-model.ts';

interface LetterFormProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  readonly letters: LetterModel;
  readonly texts: LetterTexts;
}

type Name = 'legalName' | 'numbers' | 'signer' | 'email';
/** What was typed, while the customer looks elsewhere and comes back. In the page's memory only. */
const drafts = new WeakMap<Shopper, Signal<Record<Name, string>>>();
const draftOf = (shopper: Shopper) => {
  const draft = drafts.get(shopper) ?? signal({ legalName: '', numbers: '', signer: '', email: '' });
  drafts.set(shopper, draft);
  return draft;
};

const names: readonly Name[] = ['legalName', 'numbers', 'signer', 'email'];

/** Which field of the form a field of the wire comes from. */
const nameAt = ([first, second]: readonly PropertyKey[]): Name | undefined => {
  if (first === 'customer') return 'legalName';
  if (first === 'accounts') return 'numbers';
  return first === 'signer' ? (second === 'email' ? 'email' : 'signer') : undefined;
};

/** Who signs, and for which meters. */
export function LetterForm({ shopper, model, letters, texts }: LetterFormProps) {
  const typed = draftOf(shopper);
  const wrong = useSignal<ReadonlySet<Name>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  const utility = model.utility.value;
  const broker = shopper.site.value?.name ?? '';
  if (!utility) return <Notice calm>{texts.utilityFirst}</Notice>;

  const request = (): BodyOf<typeof createLetter> => {
    const { legalName, numbers, signer, email } = typed.value;
    return {
      commodity: model.commodity.value,
      utility: utility.code,
      customer: { legalName: legalName.trim() },
      signer: { name: signer.trim(), email: email.trim() },
      accounts: numbers
        .split(/[,;\n]/)
        .map((number) => ({ identifier: number.replace(/[\s-]/g, '').toUpperCase() }))
        .filter(({ identifier }) => identifier),
    };
  };

  function send(): void {
    const body = request();
    const { error } = createLetter.body.safeParse(body);
    wrong.value = new Set(error?.issues.flatMap(({ path }) => nameAt(path) ?? []));
    const first = names.find((name) => wrong.value.has(name));
    if (!first) {
      letters.ask(body);
      return;
    }
    const control = form.current?.elements.namedItem(first);
    if (control instanceof HTMLElement) control.focus();
  }

  const props = (name: Name, autocomplete: string) => ({
    name,
    value: typed.value[name],
    onText(text: string) {
      typed.value = { ...typed.value, [name]: text };
      if (wrong.value.has(name)) wrong.value = new Set([...wrong.value].filter((one) => one !== name));
    },
    error: wrong.value.has(name) ? texts.errors[name] : undefined,
    input: { autocomplete },
  });

  return (
    <form
      ref={form}
      class="letter"
      noValidate
      aria-label={texts.heading}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p class="muted">{texts.lead(broker)}</p>
      <TextField {...props('legalName', 'organization')} label={texts.legalName} />
      <TextField {...props('numbers', 'off')} label={texts.numbers(utility.identifier.name)} hint={texts.numbersHint} />
      <TextField {...props('signer', 'name')} label={texts.signer} />
      <TextField
        {...props('email', 'email')}
        label={texts.email}
        input={{ autocomplete: 'email', inputMode: 'email' }}
      />
      <div class="go">
        <button type="submit" aria-disabled={letters.busy.value}>
          {letters.busy.value ? texts.sending : texts.send}
        </button>
      </div>
    </form>
  );
}
