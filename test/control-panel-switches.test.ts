import { expect, test } from 'vitest';
import { changedKeys, DEFAULTS, isPreset, PRESETS, SWITCH_GROUPS } from '../demo/control-panel/switches.ts';
import { defaultScenario, scenario, scenarioPatch } from '../src/simulator/scenario.ts';

const switches = SWITCH_GROUPS.flatMap((group) => group.switches);

test("the panel's switches cover every flag of the simulator, and start with its defaults", () => {
  expect(DEFAULTS).toEqual(defaultScenario);
  expect(switches).toHaveLength(Object.keys(defaultScenario).length);
});

test('the simulator accepts every value of every switch, and the panel offers every value of an enumeration', () => {
  for (const { key, values } of switches) {
    for (const [value] of values) expect(scenarioPatch.safeParse({ [key]: value }).success, key).toBe(true);
    const schema = scenario.shape[key];
    if ('options' in schema) expect(values.map(([value]) => value).sort()).toEqual([...schema.options].sort());
  }
});

test.each(PRESETS)('the preset "$name" differs from the defaults only in its own changes', ({ changes }) => {
  const current = { ...DEFAULTS, ...changes };
  expect(scenario.safeParse(current).success).toBe(true);
  expect(changedKeys(current)).toEqual(Object.keys(changes));
  expect(PRESETS.filter((preset) => isPreset(current, preset))).toMatchObject([{ changes }]);
});
