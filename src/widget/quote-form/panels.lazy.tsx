import type { ComponentChildren } from 'preact';
import type { MessageCatalog } from '../i18n/message-catalog.ts';
import type { PanelProps } from './panel-props.ts';

interface Panel {
  readonly css?: string;
  /** The same component in every language: what was typed into it stays when the words change. */
  readonly render: (props: PanelProps) => ComponentChildren;
}

/** Ways to fill in the form without knowing what to type. Each loads, with its words, when it is opened. */
export const panels = {
  async usageEstimator(catalog: MessageCatalog): Promise<Panel> {
    const [{ UsageEstimator }, panelMessages] = await Promise.all([
      import('../usage-estimator/usage-estimator.tsx'),
      catalog.lazy().then((words) => words.usageEstimator()),
    ]);
    return { render: (props) => <UsageEstimator {...props} messages={panelMessages} /> };
  },
  async locationImport(catalog: MessageCatalog): Promise<Panel> {
    const [{ LocationImportPanel, css }, panelMessages] = await Promise.all([
      import('../location-import/location-import-panel.tsx'),
      catalog.lazy().then((words) => words.locationImport()),
    ]);
    return { css, render: (props) => <LocationImportPanel {...props} messages={panelMessages} /> };
  },
};
