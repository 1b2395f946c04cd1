import type { ComponentChildren } from 'preact';
import type { Language } from '../i18n/language.ts';
import type { PanelProps } from './panel-props.ts';

interface Panel {
  readonly css?: string;
  /** The same component in every language: what was typed into it stays when the words change. */
  readonly draw: (props: PanelProps) => ComponentChildren;
}

/** Ways to fill in the form without knowing what to type. Each loads, with its words, when it is opened. */
export const panels = {
  async usageHelp(language: Language): Promise<Panel> {
    const [{ UsageHelpView }, texts] = await Promise.all([
      import('./usage-help-view.tsx'),
      language.later().then((words) => words.usageHelp()),
    ]);
    return { draw: (props) => <UsageHelpView {...props} texts={texts} /> };
  },
  async siteList(language: Language): Promise<Panel> {
    const [{ SiteListView, css }, texts] = await Promise.all([
      import('./site-list-view.tsx'),
      language.later().then((words) => words.siteList()),
    ]);
    return { css, draw: (props) => <SiteListView {...props} texts={texts} /> };
  },
};
