// What stands in for https://js.docusign.com/bundle.js: the same calls and events, a frame of the simulator's ceremony.
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) throw new Error('DocuSign’s bundle is a classic script');
  const { origin } = new URL(script.src);
  const integrationKey = '{{integrationKey}}';

  /** @typedef {{ type: 'ready' } | { type: 'sessionEnd', sessionEndType: string, leavesOverlay?: boolean }} Said */

  /** As seen in real life: a frame over the whole page that nobody sees and that takes every click. */
  const leaveOverlay = () => {
    const overlay = document.createElement('iframe');
    overlay.title = 'DocuSign';
    Object.assign(overlay.style, {
      position: 'fixed',
      inset: '0',
      width: '100%',
      height: '100%',
      border: '0',
      opacity: '0',
      zIndex: '2147483647',
    });
    document.body.append(overlay);
  };

  /** @param {{ url: string, displayFormat: string, style?: object }} options */
  const signing = ({ url, displayFormat }) => {
    if (new URL(url).origin !== origin) throw new Error('DocuSign: this is not the address of a signing session');
    if (displayFormat !== 'focused') throw new Error('DocuSign: the simulator knows displayFormat "focused" only');
    /** @type {Record<string, ((event: Said) => void)[]>} */
    const listeners = { ready: [], sessionEnd: [] };
    const frame = document.createElement('iframe');
    let isReady = false;
    let isOver = false;

    /** @param {MessageEvent<Said>} event */
    const hear = ({ source, origin: from, data }) => {
      if (source !== frame.contentWindow || from !== origin || isOver) return;
      if (data.type === 'ready' && isReady) return;
      if (data.type === 'ready') isReady = true;
      if (data.type === 'sessionEnd') {
        isOver = true;
        removeEventListener('message', hear);
        if (data.leavesOverlay) leaveOverlay();
      }
      for (const listener of listeners[data.type] ?? []) listener(data);
    };

    return {
      /** @param {string} type @param {(event: Said) => void} listener */
      on(type, listener) {
        listeners[type]?.push(listener);
      },
      /** @param {string} selector */
      mount(selector) {
        const place = document.querySelector(selector);
        if (!place) throw new Error(`DocuSign: nothing matches ${selector}`);
        addEventListener('message', hear);
        // Asked by name on each page of the ceremony: it answers only who it was told may frame it.
        frame.addEventListener('load', () => frame.contentWindow?.postMessage({ type: 'hello' }, origin));
        frame.title = 'DocuSign';
        Object.assign(frame.style, { width: '100%', height: '100%', minHeight: '20rem', border: '0' });
        frame.src = url;
        place.append(frame);
      },
    };
  };

  Object.assign(window, {
    DocuSign: {
      /** @param {string} key */
      loadDocuSign: async (key) => {
        if (key !== integrationKey) throw new Error('DocuSign: this integration key is not known');
        return { signing };
      },
    },
  });
})();
