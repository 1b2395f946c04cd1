import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Letter, sendLetterAgain } from '../../wire/letter.ts';
import { TextField } from '../controls/text-field.tsx';
import type { LetterTexts } from '../i18n/en/letter.ts';
import type { Shopper } from '../shopper.ts';
import type { LetterModel } from './letter-model.ts';

interface LetterStatusViewProps {
  readonly shopper: Shopper;
  readonly letters: LetterModel;
  readonly letter: Letter;
  readonly texts: LetterTexts;
}

/** How the letter stands, what helps, and what was. */
export function LetterStatusView({ shopper, letters, letter, texts }: LetterStatusViewProps) {
  const { status, to, reason, reference, timeline } = letter;
  const email = useSignal('');
  const wrong = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const canSend = status === 'sent' || status === 'viewed' || status === 'bounced' || status === 'expired';
  const canCancel = canSend || status === 'preparing';
  const { format } = shopper;

  // What was just pressed is gone: the outcome takes its place.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  function again() {
    const typed = email.value.trim();
    wrong.value = !sendLetterAgain.body.safeParse(typed ? { email: typed } : {}).success;
    if (!wrong.value) letters.sendAgain(typed || undefined);
  }

  return (
    <section class="letter" aria-label={texts.heading}>
      <h3 ref={heading} tabIndex={-1}>
        {texts.states[status]}
      </h3>
      <p role="status">{texts.next[status](to)}</p>
      {reason && <p>“{reason}”</p>}
      {canSend && (
        <TextField
          name="letterEmail"
          label={texts.correct}
          optional={shopper.language.shell.optional}
          hint={texts.correctHint}
          value={email.value}
          onText={(text) => {
            email.value = text;
            wrong.value = false;
          }}
          error={wrong.value ? texts.errors.email : undefined}
          input={{ autocomplete: 'email', inputMode: 'email' }}
        />
      )}
      <div class="actions">
        {canSend && (
          <button type="button" aria-disabled={letters.busy.value} onClick={again}>
            {letters.busy.value ? texts.sending : texts.again}
          </button>
        )}
        {canCancel && (
          <button type="button" class="link" aria-disabled={letters.busy.value} onClick={() => letters.cancel()}>
            {texts.cancel}
          </button>
        )}
        {!canCancel && status !== 'signed' && (
          <button type="button" onClick={() => letters.leave()}>
            {texts.another}
          </button>
        )}
      </div>
      <p class="small muted">{texts.reference(reference)}</p>
      <ol class="small">
        {timeline.map((entry) => (
          <li key={entry.status + entry.at}>
            {texts.events[entry.status]}, <time dateTime={entry.at}>{format.moment(entry.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
