/**
 * The lazily loaded parts of the widget. Each is built as one file, named after its feature, that contains the listed
 * modules (paths relative to `src/widget`) and everything that only they import. A module that several parts import
 * belongs to the first of them.
 */
export const lazyParts: Readonly<Record<string, readonly string[]>> = {
  // Loads after the first paint: the form's validation, the API client, and code that several steps share.
  deferred: [
    'deferred.ts',
    'api/api-client.ts',
    '../wire/consent.ts',
    '../wire/customer.ts',
    'error-text.ts',
    'quote-form/api.ts',
    'quote-form/rates-panels.tsx',
    'quote-form/validate.ts',
    'i18n/en/lazy.ts',
    'i18n/en/deferred.ts',
    'components/description-item.tsx',
    'components/contact-phone.tsx',
    'components/live-region.tsx',
    'signing/presentation.ts',
    'customer/customer-draft.ts',
    'location-import/imported-locations.ts',
    'normalize-input.ts',
    'i18n/en/offers.ts',
    'step.css',
  ],
  checkout: ['checkout.ts', 'i18n/en/customer.ts', 'i18n/en/review-step.ts'],
  // Small files that several parts share, and the contract's schemas. Tracking loads all of them.
  shared: [
    '../wire/create-contract.ts',
    '../wire/contract.ts',
    'poller.ts',
    'save-file.ts',
    'request-link.tsx',
    'i18n/en/rejection-reasons.ts',
  ],
  rejection: [
    'signing/handle-rejection.ts',
    'customer/to-field-path.ts',
    'signing/rejection-notice.tsx',
    'i18n/en/submission-errors.ts',
  ],
  tracking: [
    'tracking/tracking-step.tsx',
    'signing/open-signing.ts',
    'signing/signing-machine.ts',
    'i18n/en/tracking-step.ts',
    'email-signing/panel.tsx',
    'signing/focused-view.tsx',
  ],
  'offer-tools': ['offers/offer-tools.ts', 'offers/dual-fuel-view.tsx', 'i18n/en/offer-tools.ts'],
  'optional-sections': ['customer/optional-sections.ts', 'i18n/en/optional-sections.ts'],
  // For customers who cannot get rates right away: the usage estimate, the list of locations, the letter of
  // authorization and the request for a quote.
  'usage-panels': [
    'usage-estimator/usage-estimator.tsx',
    'usage/usage-source-note.tsx',
    'i18n/en/usage.ts',
    'quote-request/quote-request.tsx',
    'i18n/en/quote-request.ts',
    'location-import/location-import-panel.tsx',
    'i18n/en/location-import.ts',
    'authorization/authorization-panel.tsx',
    'i18n/en/authorization.ts',
  ],
  // `saved-purchase.ts` fills the form with a purchase that someone prepared, or that the customer submitted.
  approval: ['saved-purchase.ts', 'approval/approval.ts', 'approval/approver-notice.tsx', 'i18n/en/approval.ts'],
  calendar: ['tracking/contract-calendar.ts'],
  iframe: ['iframe/host/mount-iframe.ts', 'iframe/embed/embed-bridge.ts'],
  // Code that only some host pages need: a dialog, later changes of attributes, and the report of a startup error.
  'host-page': ['modal.ts', 'apply-option-changes.ts', 'report-startup-error.ts'],
  spanish: ['i18n/es/spanish.ts', 'i18n/es/lazy.ts'],
};
