import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { activity, type EstimateUsage, estimateUsage } from '../../wire/usage-estimate.ts';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import { Segments } from '../controls/segments.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { UsageHelpTexts } from '../i18n/en/usage-help.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import { readAmount } from './amount.ts';
import type { PanelProps } from './panel-props.ts';
import { estimateNote } from './usage-note.ts';

interface UsageHelpViewProps extends PanelProps {
  readonly texts: UsageHelpTexts;
}

type Basis = EstimateUsage['basis'];
/** How the usage is come by: an estimate, or a letter that lets the broker read it. */
type Way = Basis['kind'] | 'letter';

/**
 * A year's usage from a monthly bill, or from a kind of business and its floor. The rate typed into the form is not used
 * for it: that one is the supply price, and a bill has delivery and taxes in it too.
 */
export function UsageHelpView({ shopper, model, texts, onDone }: UsageHelpViewProps) {
  const by = useSignal<Way>(shopper.memory.read('letter') ? 'letter' : 'monthly_bill');
  const bill = useSignal('');
  const picked = useSignal<string>('');
  const size = useSignal('');
  const wrong = useSignal(false);
  const progress = useSignal<'idle' | 'working' | Trouble>('idle');
  const panel = useRef<HTMLDivElement>(null);
  const running = useRef<AbortController>(undefined);
  const { shell } = shopper.language;
  const found = model.utilities.value;
  const state = model.utility.value?.state ?? (found.state === 'found' ? found.value[0]?.state : undefined);

  const offersLetter = shopper.site.value?.usageAuthorization;

  useEffect(() => {
    panel.current?.querySelector<HTMLElement>('input:checked')?.focus();
    return () => running.current?.abort();
  }, []);

  const [paid, floor] = [readAmount(bill.value.replace('$', '')), readAmount(size.value)];
  const chosen = activity.options.find((option) => option === picked.value);

  function basis(): Basis | undefined {
    if (by.value === 'monthly_bill') return paid.fault ? undefined : { kind: 'monthly_bill', amount: paid.amount };
    return floor.fault || !chosen ? undefined : { kind: 'premises', activity: chosen, squareFeet: floor.amount };
  }

  async function estimate() {
    const known = basis();
    wrong.value = !known;
    if (!known || !state) return;
    running.current?.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    progress.value = 'working';
    try {
      const client = await shopper.client();
      const body = { commodity: model.commodity.value, state, basis: known };
      const answer = await client.call(estimateUsage, { body, signal });
      signal.throwIfAborted();
      const { amount: usage, unit } = answer.annualUsage;
      model.fill({ usage, unit, note: estimateNote({ ...answer.assumption, unit, state }) });
      onDone();
    } catch (error) {
      if (!signal.aborted) progress.value = troubleOf(error);
    }
  }

  return (
    <div ref={panel}>
      <div class="bar">
        <Segments
          name="basis"
          label={texts.from}
          value={by.value}
          choices={[
            { value: 'monthly_bill', label: texts.by.monthly_bill },
            { value: 'premises', label: texts.by.premises },
            ...(offersLetter ? [{ value: 'letter' as const, label: texts.by.letter }] : []),
          ]}
          onPick={(way) => {
            by.value = way;
            wrong.value = false;
          }}
        />
      </div>
      {by.value === 'letter' && offersLetter ? (
        <Lazy
          key="letter"
          shopper={shopper}
          load={async () => {
            const [view, words] = await Promise.all([
              import('../letter/letter-view.tsx'),
              shopper.language.later().then((words) => words.letter()),
            ]);
            return { css: view.css, View: view.LetterView, words };
          }}
        >
          {({ View, words }) => <View shopper={shopper} model={model} texts={words} />}
        </Lazy>
      ) : (
        <form
          class="bar"
          noValidate
          aria-label={texts.heading}
          onSubmit={(event) => {
            event.preventDefault();
            estimate();
          }}
        >
          {by.value === 'monthly_bill' ? (
            <TextField
              name="monthlyBill"
              label={texts.bill}
              hint={texts.billHint}
              value={bill.value}
              onText={(text) => {
                bill.value = text;
                wrong.value = false;
              }}
              error={wrong.value ? texts.errors.bill : undefined}
              suffix="$"
              input={{ inputMode: 'decimal', autocomplete: 'off' }}
            />
          ) : (
            <>
              <SelectField
                name="activity"
                label={texts.activity}
                value={chosen ?? ''}
                placeholder={texts.chooseActivity}
                choices={activity.options.map((value) => ({ value, label: texts.activities[value] }))}
                onPick={(value) => {
                  picked.value = value;
                }}
                error={wrong.value && !chosen ? texts.errors.activity : undefined}
              />
              <TextField
                name="squareFeet"
                label={texts.size}
                value={size.value}
                onText={(text) => {
                  size.value = text;
                }}
                error={wrong.value && floor.fault ? texts.errors.size : undefined}
                suffix={texts.sizeUnit}
                input={{ inputMode: 'decimal', autocomplete: 'off' }}
              />
            </>
          )}
          {!state && <Notice calm>{texts.whereFirst}</Notice>}
          {progress.value !== 'idle' && progress.value !== 'working' && (
            <Notice>{shell.trouble[progress.value]}</Notice>
          )}
          <div class="go">
            <button type="submit" aria-disabled={!state || progress.value === 'working'}>
              {progress.value === 'working' ? texts.working : texts.use}
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
