// Replaces https://js.docusign.com/bundle.js. Has the same functions and events, and shows the simulated ceremony in an
// iframe.
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement))
    throw new Error('DocuSign: the bundle must be loaded as a classic script');
  const { origin } = new URL(script.src);
  const integrationKey = '{{integrationKey}}';

  /** @typedef {{ type: 'ready' } | { type: 'sessionEnd', sessionEndType: string, leavesOverlay?: boolean }} FrameMessage */

  /**
   * Adds an invisible iframe that covers the whole page and receives every click. We have observed this with the real
   * bundle.
   */
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
    if (new URL(url).origin !== origin) throw new Error('DocuSign: the URL is not a signing session');
    if (displayFormat !== 'focused') throw new Error('DocuSign: the simulator supports displayFormat "focused" only');
    /** @type {Record<string, ((event: FrameMessage) => void)[]>} */
    const listeners = { ready: [], sessionEnd: [] };
    const frame = document.createElement('iframe');
    let isReady = false;
    let hasEnded = false;

    /** @param {MessageEvent<FrameMessage>} event */
    const onMessage = ({ source, origin: from, data }) => {
      if (source !== frame.contentWindow || from !== origin || hasEnded) return;
      if (data.type === 'ready' && isReady) return;
      if (data.type === 'ready') isReady = true;
      if (data.type === 'sessionEnd') {
        hasEnded = true;
        removeEventListener('message', onMessage);
        if (data.leavesOverlay) leaveOverlay();
      }
      for (const listener of listeners[data.type] ?? []) listener(data);
    };

    return {
      /** @param {string} type @param {(event: FrameMessage) => void} listener */
      on(type, listener) {
        listeners[type]?.push(listener);
      },
      /** @param {string} selector */
      mount(selector) {
        const container = document.querySelector(selector);
        if (!container) throw new Error(`DocuSign: no element matches ${selector}`);
        addEventListener('message', onMessage);
        // Each page of the ceremony replies to this message if the sender is an allowed frame ancestor.
        frame.addEventListener('load', () => frame.contentWindow?.postMessage({ type: 'hello' }, origin));
        frame.title = 'DocuSign';
        Object.assign(frame.style, { width: '100%', height: '100%', minHeight: '20rem', border: '0' });
        frame.src = url;
        container.append(frame);
      },
    };
  };

  Object.assign(window, {
    DocuSign: {
      /** @param {string} key */
      loadDocuSign: async (key) => {
        if (key !== integrationKey) throw new Error('DocuSign: unknown integration key');
        return { signing };
      },
    },
  });
})();
