import type { CheckboxInput } from './customer-input.ts';
import type { CustomerStore } from './customer-store.ts';

interface CheckboxFieldProps {
  readonly store: CustomerStore;
  readonly name: keyof CheckboxInput;
  readonly label: string;
  /** What else follows from it. */
  readonly onChange?: (isChecked: boolean) => void;
}

/** A box to tick, with its words beside it. */
export const CheckboxField = ({ store, name, label, onChange }: CheckboxFieldProps) => (
  <label class="checkbox">
    <input
      type="checkbox"
      name={name}
      checked={store.input.value[name]}
      onChange={(event) => {
        store.setChecked(name, event.currentTarget.checked);
        onChange?.(event.currentTarget.checked);
      }}
    />
    <span>{label}</span>
  </label>
);
