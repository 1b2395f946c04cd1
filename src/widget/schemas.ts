/**
 * What the wire uses of zod/mini, in a sixth of its bytes: the build puts it in zod's place where
 * bytes go into strangers' pages. Same names, same verdicts, same paths and codes (https://zod.dev/packages/mini);
 * `test/widget-schemas.test.ts` holds it to that, schema by schema.
 */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Path = readonly PropertyKey[];
type Read = (value: unknown, path: Path, issues: Issue[]) => unknown;
type Check = readonly [holds: (value: unknown) => boolean, message: string];
type Result =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

interface Schema {
  readonly read: Read;
  check(...more: readonly Check[]): Schema;
  safeParse(value: unknown): Result;
}

type Shape = Readonly<Record<string, Schema>>;

/** What a value of another type is read as. */
const wrong = Symbol();

const make = <Extra extends object>(read: Read, extra: Extra, checks: readonly Check[] = []): Schema & Extra => {
  const checked: Read = (value, path, issues) => {
    const out = read(value, path, issues);
    if (out !== wrong) {
      for (const [holds, message] of checks) if (!holds(out)) issues.push({ path, message });
    }
    return out;
  };
  return {
    ...extra,
    read: checked,
    check: (...more) => make(read, extra, [...checks, ...more]),
    safeParse(value) {
      const issues: Issue[] = [];
      const data = checked(value, [], issues);
      return issues.length ? { success: false, error: { issues } } : { success: true, data };
    },
  };
};

/** A schema that takes a value as it is, or not at all. */
const plain = <Extra extends object>(holds: (value: unknown) => boolean, message: string, extra: Extra) =>
  make((value, path, issues) => {
    if (holds(value)) return value;
    issues.push({ path, message });
    return wrong;
  }, extra);

const none = {};
const invalid = 'Invalid input';

export const string = (message = invalid) => plain((value) => typeof value === 'string', message, none);
export const number = (message = invalid) => plain(Number.isFinite, message, none);
export const int = (message = invalid) => plain(Number.isSafeInteger, message, none);
export const boolean = (message = invalid) => plain((value) => typeof value === 'boolean', message, none);
export const literal = (only: unknown, message = invalid) => plain((value) => value === only, message, none);

const oneOf = (options: readonly string[], message = invalid) =>
  plain((value) => options.some((option) => option === value), message, { options });

export { oneOf as enum };

export const optional = (inner: Schema) =>
  make((value, path, issues) => (value === undefined ? value : inner.read(value, path, issues)), none);
export const nullable = (inner: Schema) =>
  make((value, path, issues) => (value === null ? value : inner.read(value, path, issues)), none);

export const array = (each: Schema, message = invalid) =>
  make((value, path, issues) => {
    if (Array.isArray(value)) return value.map((one: unknown, index) => each.read(one, [...path, index], issues));
    issues.push({ path, message });
    return wrong;
  }, none);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objectOf = (shape: Shape, strict: boolean) =>
  make(
    (value, path, issues) => {
      if (!isObject(value)) {
        issues.push({ path, message: invalid });
        return wrong;
      }
      const out: Record<string, unknown> = {};
      for (const [key, { read }] of Object.entries(shape)) {
        const own = read(value[key], [...path, key], issues);
        if (own !== undefined || key in value) out[key] = own;
      }
      if (strict && Object.keys(value).some((key) => !Object.hasOwn(shape, key)))
        issues.push({ path, message: 'Unrecognized key' });
      return out;
    },
    { shape },
  );
export const object = (shape: Shape) => objectOf(shape, false);
export const strictObject = (shape: Shape) => objectOf(shape, true);

export const discriminatedUnion = (key: string, options: readonly (Schema & { readonly shape: Shape })[]) =>
  make((value, path, issues) => {
    const one = isObject(value) ? options.find(({ shape }) => shape[key]?.safeParse(value[key]).success) : undefined;
    if (one) return one.read(value, path, issues);
    issues.push({ path: isObject(value) ? [...path, key] : path, message: invalid });
    return wrong;
  }, none);

const sizeOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);
export const minLength = (least: number, message = invalid): Check => [(value) => sizeOf(value) >= least, message];
export const maxLength = (most: number, message = invalid): Check => [(value) => sizeOf(value) <= most, message];
export const minimum = (least: number, message = invalid): Check => [(value) => Number(value) >= least, message];
export const maximum = (most: number, message = invalid): Check => [(value) => Number(value) <= most, message];
export const regex = (pattern: RegExp, message = invalid): Check => [(value) => pattern.test(String(value)), message];
export const refine = (holds: (text: string) => boolean, message = invalid): Check => [
  (value) => typeof value === 'string' && holds(value),
  message,
];
