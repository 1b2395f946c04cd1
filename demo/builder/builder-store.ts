import { computed, effect, signal } from '@preact/signals';
import { checkSite, type SiteCheck } from './check-site.ts';
import type { Choices, Source } from './snippet.ts';
import { type ChoiceErrors, validateChoices, withoutInvalid } from './validate-choices.ts';

const CHECK_DELAY_MS = 400;

export interface Build {
  readonly origin: string;
  readonly version: string;
  readonly integrity: string;
}

export function createBuilderStore({ origin, version, integrity }: Build) {
  const input = signal<Choices>({
    site: 'pk_test_demo',
    mode: 'inline',
    isolation: 'shadow',
    label: '',
    locale: '',
    postalCode: '',
    phone: '',
    events: '',
    accent: '',
  });
  const isPinned = signal(false);
  const visited = signal<ReadonlySet<string>>(new Set());
  /** Undefined while the key is being checked, or if the key's format is invalid. */
  const siteCheck = signal<SiteCheck | undefined>(undefined);

  const trimmed = computed<Choices>(() => ({
    ...input.value,
    ...Object.fromEntries(Object.entries(input.value).map(([name, text]) => [name, text.trim()])),
  }));
  const formatErrors = computed(() => validateChoices(trimmed.value));
  const unknownKeyError = computed(() => {
    const check = siteCheck.value;
    return check && 'problem' in check && check.isUnknown ? check.problem : undefined;
  });
  const errors = computed<ChoiceErrors>(() => ({
    ...formatErrors.value,
    ...(unknownKeyError.value && { site: unknownKeyError.value }),
  }));
  const choices = computed(() => {
    const valid = withoutInvalid(trimmed.value, errors.value);
    return siteCheck.value ? valid : { ...valid, site: '' };
  });

  const keyToCheck = computed(() => (formatErrors.value.site ? '' : trimmed.value.site));
  effect(() => {
    const key = keyToCheck.value;
    siteCheck.value = undefined;
    if (!key) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const result = await checkSite(origin, key, controller.signal);
      if (!controller.signal.aborted) siteCheck.value = result;
    }, CHECK_DELAY_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  });

  return {
    input,
    isPinned,
    version,
    siteCheck,
    errors,
    /** The valid choices, for snippets and the preview. `site` is empty until the key has been checked. */
    choices,
    source: computed<Source>(() => ({ origin, ...(isPinned.value && { release: { version, integrity } }) })),
    choose(part: Partial<Choices>): void {
      input.value = { ...input.value, ...part };
    },
    visit(name: string): void {
      visited.value = new Set([...visited.value, name]);
    },
    /**
     * Returns a field's error after the field has lost focus, because the value may be incomplete before that. The
     * error about an unknown key is returned immediately.
     */
    visibleError(name: keyof Choices): string | undefined {
      if (name === 'site' && unknownKeyError.value) return unknownKeyError.value;
      return visited.value.has(name) ? errors.value[name] : undefined;
    },
  };
}
export type BuilderStore = ReturnType<typeof createBuilderStore>;
