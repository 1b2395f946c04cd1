/**
 * The lazily loaded parts of the widget. Each is one file, named after its feature, and contains the listed modules (paths
 * relative to `src/widget`) and everything that only they import. A module that two parts need belongs to the first of them.
 */
export const lazyParts: Readonly<Record<string, readonly string[]>> = {
  'quote-form': [
    'deferred.ts',
    'report-startup-error.ts',
    'api/api-client.ts',
    'quote-form/rates-api.ts',
    'quote-form/validate-quote.ts',
    'quote-form/field-messages.ts',
    'i18n/en/lazy.ts',
    'i18n/en/quote-form-errors.ts',
  ],
  contract: [
    '../wire/contract.ts',
    'components/description-item.tsx',
    'components/contact-phone.tsx',
    'signing/presentation.ts',
    'signing/open-signing.ts',
    'i18n/en/order-summary.ts',
    'step.css',
  ],
  checkout: ['checkout.ts', 'i18n/en/offers.ts', 'i18n/en/customer.ts', 'i18n/en/review.ts'],
  'dual-fuel': ['offers/dual-fuel-view.tsx'],
  rejection: [
    'signing/handle-rejection.tsx',
    'customer/map-server-errors.ts',
    'i18n/en/submission-errors.ts',
    'i18n/en/rejection-reasons.ts',
  ],
  tracking: ['tracking/tracking-step.tsx', 'i18n/en/tracking.ts', 'email-signing/panel.tsx'],
  'offer-tools': ['offers/offer-tools.ts', 'i18n/en/offer-tools.ts'],
  'optional-sections': ['customer/seldom.ts', 'i18n/en/customer-optional.ts'],
  'usage-estimator': ['usage-estimator/usage-estimator.tsx', 'i18n/en/usage-estimator.ts'],
  'location-import': ['location-import/location-import-panel.tsx', 'i18n/en/location-import.ts'],
  authorization: ['authorization/authorization-panel.tsx', 'i18n/en/authorization.ts'],
  docusign: ['signing/focused-view.tsx'],
  'iframe-host': ['iframe/host/mount-iframe.ts'],
  'iframe-embed': ['iframe/embed/embed-bridge.ts'],
  modal: ['modal.ts'],
  spanish: ['i18n/es/spanish.ts', 'i18n/es/lazy.ts'],
};
