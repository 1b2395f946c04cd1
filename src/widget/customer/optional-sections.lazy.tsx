import type { ComponentType } from 'preact';
import { createLazy } from '../components/lazy.tsx';
import type { OptionalMessages } from '../i18n/en/optional-sections.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { BillIllustrationProps } from './bill-illustration.tsx';
import type { SectionProps } from './field-binding.tsx';
import type { AccountUsageProps } from './imported-accounts.tsx';
import type { UtilityFieldsProps } from './optional-fields.tsx';
import type { OptionalSections } from './optional-sections.ts';
import type { WarningsAdviceProps } from './warnings-advice.tsx';

interface LoadedProps {
  readonly optionalMessages: OptionalMessages;
}

/**
 * Creates an optional section. All optional sections are in one lazy part, because customers who need one section often
 * need others too.
 */
function lazySection<Props extends { readonly context: WidgetContext }>(
  select: (sections: OptionalSections) => ComponentType<Props & LoadedProps>,
) {
  return createLazy<Props, LoadedProps>(async (catalog) => {
    const [{ optionalSections }, optionalMessages] = await Promise.all([
      import('./optional-sections.ts'),
      catalog.lazy().then((lazyMessages) => lazyMessages.customerOptional()),
    ]);
    return { View: select(optionalSections), css: optionalSections.css, props: { optionalMessages } };
  }, 1);
}

export const AccountUsage = lazySection<AccountUsageProps>((sections) => sections.AccountUsage);
export const ApprovalPanel = lazySection<SectionProps>((sections) => sections.ApprovalPanel);
export const BillIllustration = lazySection<BillIllustrationProps>((sections) => sections.BillIllustration);
export const BillingAddress = lazySection<SectionProps>((sections) => sections.BillingAddress);
export const ContactFields = lazySection<SectionProps>((sections) => sections.ContactFields);
export const CurrentSupplyFields = lazySection<SectionProps>((sections) => sections.CurrentSupplyFields);
export const FilesSection = lazySection<SectionProps>((sections) => sections.FilesSection);
export const ImportedAccountsNotice = lazySection<SectionProps>((sections) => sections.ImportedAccountsNotice);
export const UtilityFields = lazySection<UtilityFieldsProps>((sections) => sections.UtilityFields);
export const WarningsAdvice = lazySection<WarningsAdviceProps>((sections) => sections.WarningsAdvice);

/** @throws Error when the part failed to load; the console shows the URL of the file */
export async function preloadOptionalSections(context: WidgetContext): Promise<void> {
  const sections = [
    AccountUsage,
    BillIllustration,
    BillingAddress,
    ContactFields,
    CurrentSupplyFields,
    FilesSection,
    ImportedAccountsNotice,
    UtilityFields,
    WarningsAdvice,
  ];
  await Promise.all(sections.map((section) => section.preload(context)));
}
