import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';

const folder = new URL('../src/wire/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
const load = (name: string): Promise<Record<string, unknown>> => import(new URL(name, folder).href);

/** Something that reads a value, zod's or the stand-in's. */
interface Reader {
  safeParse(value: unknown): unknown;
}
const isReader = (value: unknown): value is Reader =>
  typeof value === 'object' && value !== null && 'safeParse' in value && typeof value.safeParse === 'function';
const result = z.union([
  z.object({ success: z.literal(true), data: z.unknown() }),
  z.object({
    success: z.literal(false),
    error: z.object({ issues: z.array(z.object({ path: z.array(z.unknown()), message: z.string() })) }),
  }),
]);

/** The schemas of a module by name, also those inside an endpoint: `createContract.body`. */
const readersOf = (module: Record<string, unknown>): Map<string, Reader> =>
  new Map(
    Object.entries(module).flatMap(([name, value]) => {
      const inside = Object.entries(typeof value === 'object' && value !== null ? value : {});
      return [[name, value] as const, ...inside.map(([key, part]) => [`${name}.${key}`, part] as const)].flatMap(
        ([at, part]) => (isReader(part) ? [[at, part] as const] : []),
      );
    }),
  );

const zods = new Map<string, Reader>();
const standIns = new Map<string, Reader>();
for (const name of names) {
  for (const [at, schema] of readersOf(await load(name))) zods.set(`${name} ${at}`, schema);
}
vi.doMock('zod/mini', () => import('../src/widget/schemas.ts'));
vi.resetModules();
for (const name of names) {
  for (const [at, schema] of readersOf(await load(name))) standIns.set(`${name} ${at}`, schema);
}
vi.doUnmock('zod/mini');
afterAll(() => vi.resetModules());

/** Words at the edges of what our patterns take. */
const words = [
  ...['', ' ', 'x', 'Trinity Bakery LLC', 'P.O. Box 12', '1200 Example Ave', 'TX', 'tx', '75201', '7520', '123456789'],
  ...['0.0786', '-3.50', '120000', '0', '0.00', '1e5', '12345678901234567890', 'dana@bakery.example', 'dana@bakery'],
  ...['+12145550142', '2145550142', '2027-01', '2027-13', '2027-02-28', '2027-02-30', '2027-01-05T10:00:00Z'],
  ...['2027-01-05', '10443720012345678', 'ABC', 'pk_test_demo', 'pk_x', 'es', 'es-MX', 'a\u0007b', '\ud800', '#aabbcc'],
  ...['https://www.lonestar.example/', 'x'.repeat(43), 'up_0123456789abcdef'],
  // The longest that is taken, and one letter more.
  ...[30, 60, 100, 1000, 2000, 4096].flatMap((most) => ['x'.repeat(most), 'x'.repeat(most + 1)]),
];
const junk = fc.oneof(
  fc.constantFrom(undefined, null, true, false, 0, -1, 1.5, 61, Number.NaN, [], {}, ...words),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

interface Def {
  readonly type: string;
  readonly shape?: Record<string, { _zod: { def: Def } }>;
  readonly element?: { _zod: { def: Def } };
  readonly innerType?: { _zod: { def: Def } };
  readonly options?: readonly { _zod: { def: Def } }[];
  readonly entries?: Record<string, string>;
  readonly values?: readonly unknown[];
}

/** Values that a schema mostly takes, and some that it does not. */
const valuesFor = (def: Def): fc.Arbitrary<unknown> => {
  const mostly = (good: fc.Arbitrary<unknown>) =>
    fc.oneof({ arbitrary: good, weight: 12 }, { arbitrary: junk, weight: 1 });
  const inner = (schema: { _zod: { def: Def } } | undefined) => (schema ? valuesFor(schema._zod.def) : junk);
  switch (def.type) {
    case 'object': {
      const own = Object.fromEntries(Object.entries(def.shape ?? {}).map(([key, schema]) => [key, inner(schema)]));
      const known = fc.record(own, { requiredKeys: Object.keys(own).slice(0, -1) });
      return mostly(
        fc.oneof(
          { arbitrary: known, weight: 9 },
          known.map((value) => ({ ...value, unheardOf: 1 })),
        ),
      );
    }
    case 'array':
      return mostly(fc.array(inner(def.element), { maxLength: 3 }));
    case 'optional':
    case 'nullable':
      return fc.oneof(inner(def.innerType), fc.constantFrom(undefined, null));
    case 'union':
      return mostly(fc.oneof(...(def.options ?? []).map(inner)));
    case 'enum':
      return mostly(fc.constantFrom(...Object.values(def.entries ?? {})));
    case 'literal':
      return mostly(fc.constantFrom(...(def.values ?? [])));
    case 'string':
      return mostly(fc.constantFrom(...words));
    case 'number':
      return mostly(fc.constantFrom(0, 1, 12, 60, 61, -1, 1.5, 2 ** 60));
    case 'boolean':
      return mostly(fc.boolean());
    default:
      throw new Error(`a schema of type ${def.type}: say here which values it takes`);
  }
};

const hasDef = (value: unknown): value is { readonly _zod: { readonly def: Def } } =>
  typeof value === 'object' && value !== null && '_zod' in value;

/** What a page acts on: the data; or where something is wrong, first of all, with the code where it is one of ours. */
const verdict = (schema: Reader | undefined, value: unknown) => {
  const read = result.parse(schema?.safeParse(value));
  if (read.success) return read;
  const first = new Map<string, string>();
  for (const { path, message } of read.error.issues) {
    const at = path.join('/');
    if (!first.has(at)) first.set(at, /^[a-z_]+$/.test(message) ? message : 'a sentence');
  }
  return [...first].sort();
};

test('the stand-in knows every schema of the wire', () => {
  expect(zods.size).toBeGreaterThan(60);
  expect([...standIns.keys()]).toEqual([...zods.keys()]);
});

test.each([...zods])('%s is read as zod reads it', (name, schema) => {
  if (!hasDef(schema)) throw new Error(`${name} is no schema of zod's`);
  const { def } = schema._zod;
  fc.assert(
    fc.property(valuesFor(def), (value) => {
      expect(verdict(standIns.get(name), value)).toStrictEqual(verdict(schema, value));
    }),
    { numRuns: 200 },
  );
});
