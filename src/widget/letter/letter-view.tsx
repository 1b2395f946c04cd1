import { useEffect, useMemo } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import type { LetterTexts } from '../i18n/en/letter.ts';
import type { PanelProps } from '../rates/panel-props.ts';
import css from './letter.css?inline';
import { LetterForm } from './letter-form.tsx';
import { createLetterModel } from './letter-model.ts';
import { LetterStatusView } from './letter-status-view.tsx';

export { css };

interface LetterViewProps extends Pick<PanelProps, 'shopper' | 'model'> {
  readonly texts: LetterTexts;
}

/** A letter of authorization: asked for here, and then how it stands. */
export function LetterView({ shopper, model, texts }: LetterViewProps) {
  const letters = useMemo(() => createLetterModel(shopper), [shopper]);
  useEffect(() => () => letters.stop(), [letters]);
  const trouble = letters.trouble.value;
  const letter = letters.letter.value;
  return (
    <>
      {letter ? (
        <LetterStatusView shopper={shopper} letters={letters} letter={letter} texts={texts} />
      ) : (
        <LetterForm shopper={shopper} model={model} letters={letters} texts={texts} />
      )}
      {trouble === 'too_often' && <Notice>{texts.tooOften}</Notice>}
      {trouble === 'gone' && <Notice>{texts.gone}</Notice>}
      {trouble && trouble !== 'too_often' && trouble !== 'gone' && (
        <Notice>{shopper.language.shell.trouble[trouble]}</Notice>
      )}
    </>
  );
}
