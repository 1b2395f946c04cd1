import type { TickInput } from './customer-input.ts';
import type { CustomerModel } from './customer-model.ts';

interface TickFieldProps {
  readonly model: CustomerModel;
  readonly name: keyof TickInput;
  readonly label: string;
  /** What else follows from it. */
  readonly onTick?: (ticked: boolean) => void;
}

/** A box to tick, with its words beside it. */
export const TickField = ({ model, name, label, onTick }: TickFieldProps) => (
  <label class="tick">
    <input
      type="checkbox"
      name={name}
      checked={model.input.value[name]}
      onChange={(event) => {
        model.tick(name, event.currentTarget.checked);
        onTick?.(event.currentTarget.checked);
      }}
    />
    <span>{label}</span>
  </label>
);
