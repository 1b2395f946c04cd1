interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onPick: (value: Value) => void;
  readonly hideLabel?: boolean;
}

/** Radio buttons drawn as a row of segments; the arrow keys move between them. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { name, label, value, choices, onPick, hideLabel } = props;
  return (
    <fieldset class="segments">
      <legend class={hideLabel ? 'hidden' : ''}>{label}</legend>
      <div>
        {choices.map((choice) => (
          <label key={choice.value}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onPick(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
