import type { CheckboxInput } from './customer-input.ts';
import type { CustomerStore } from './customer-store.ts';

interface CheckboxFieldProps {
  readonly store: CustomerStore;
  readonly name: keyof CheckboxInput;
  readonly label: string;
  readonly onChange?: (isChecked: boolean) => void;
}

/** A checkbox with its label, bound to the store. */
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
