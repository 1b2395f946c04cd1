import type { PanelStore } from './panel-store.ts';
import { isPreset, PRESETS, SWITCH_GROUPS, type Switch } from './switches.ts';

function SwitchField({ store, entry }: { readonly store: PanelStore; readonly entry: Switch }) {
  const { key, label, values } = entry;
  const scenario = store.scenario.value;
  return (
    <label>
      <span>
        {label} {store.changed.value.includes(key) && <strong class="badge">Changed</strong>}
      </span>
      <select
        value={String(scenario?.[key] ?? '')}
        disabled={!scenario}
        onChange={({ currentTarget }) => {
          const chosen = values.find(([value]) => String(value) === currentTarget.value);
          if (chosen) void store.change({ [key]: chosen[0] });
        }}
      >
        {values.map(([value, text]) => (
          <option key={value} value={String(value)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const RESET_QUESTION =
  'Reset the simulator? This deletes all simulated contracts, emails and signing links, and restores the default switches.';

export function ScenarioForm({ store }: { readonly store: PanelStore }) {
  const scenario = store.scenario.value;
  const changedCount = store.changed.value.length;
  return (
    <section aria-label="Scenario">
      <h2>Scenario</h2>
      <fieldset>
        <legend>Presets</legend>
        <div class="row">
          {PRESETS.map((preset) => (
            <button
              key={preset.name}
              type="button"
              aria-pressed={scenario !== undefined && isPreset(scenario, preset)}
              onClick={() => store.applyPreset(preset.changes)}
            >
              {preset.name}
            </button>
          ))}
        </div>
      </fieldset>
      {SWITCH_GROUPS.map(({ name, switches }) => (
        <fieldset key={name}>
          <legend>{name}</legend>
          {switches.map((entry) => (
            <SwitchField key={entry.key} store={store} entry={entry} />
          ))}
        </fieldset>
      ))}
      <div class="row">
        <button type="button" disabled={changedCount === 0} onClick={() => store.applyPreset({})}>
          Reset changed ({changedCount})
        </button>
        <button type="button" onClick={() => store.resetQuotas()}>
          Reset quotas
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => {
            if (confirm(RESET_QUESTION)) void store.reset();
          }}
        >
          Reset simulator…
        </button>
      </div>
    </section>
  );
}
