interface TickFieldProps {
  readonly name: string;
  readonly label: string;
  readonly ticked: boolean;
  readonly onTick: (ticked: boolean) => void;
}

/** A box to tick, with its words beside it. */
export const TickField = ({ name, label, ticked, onTick }: TickFieldProps) => (
  <label class="tick">
    <input type="checkbox" name={name} checked={ticked} onChange={(event) => onTick(event.currentTarget.checked)} />
    <span>{label}</span>
  </label>
);
