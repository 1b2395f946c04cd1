import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** A button that copies a text and reports the outcome to everyone, including users of screen readers. */
export function CopyButton({
  name,
  text,
  isPrimary = false,
}: {
  readonly name: string;
  readonly text: string;
  readonly isPrimary?: boolean;
}) {
  const outcome = useSignal('');
  useEffect(() => {
    outcome.value = '';
  }, [text]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => {
        outcome.value = 'Copied';
      },
      () => {
        outcome.value = 'Couldn’t copy. Select the text and copy it.';
      },
    );
  return (
    <div class="copy">
      <button type="button" class={isPrimary ? 'primary' : ''} aria-label={`Copy ${name}`} onClick={copy}>
        Copy
      </button>
      <span role="status">{outcome.value}</span>
    </div>
  );
}

/** Code to copy. `name` completes the button's label: "Copy embed code". */
export const CodeBlock = ({
  name,
  code,
  isPrimary = false,
}: {
  readonly name: string;
  readonly code: string;
  readonly isPrimary?: boolean;
}) => (
  <>
    <pre>
      <code>{code}</code>
    </pre>
    <CopyButton name={name} text={code} isPrimary={isPrimary} />
  </>
);
