import {
  type HostMessage,
  type IframeHandshake,
  type IframeMessage,
  iframeHandshake,
  iframeMessage,
} from '../../../wire/iframe.ts';

/** A page's line to one frame of ours. */
export interface HostChannel {
  /** Nothing, before there is a channel. */
  post(message: HostMessage): void;
  close(): void;
}

interface HostChannelOptions {
  readonly iframe: HTMLIFrameElement;
  /** The only origin that is listened and spoken to. */
  readonly origin: string;
  /** The frame's page is there, though it cannot do anything yet. */
  readonly onHello: () => void;
  /** It has a channel from now on. */
  readonly onConnect: () => void;
  readonly onMessage: (message: IframeMessage) => void;
}

/**
 * Waits for the frame's page, and hands it one end of a channel. Only what comes from that frame's own window and our own origin
 * counts, and has the shape it should; whatever else there is on the page is passed over in silence. A frame that loads anew asks
 * again, and the channel before ends.
 */
export function connectIframe({ iframe, origin, onHello, onConnect, onMessage }: HostChannelOptions): HostChannel {
  let port: MessagePort | undefined;

  const onWindowMessage = (event: MessageEvent<unknown>) => {
    const { contentWindow } = iframe;
    if (!contentWindow || event.source !== contentWindow || event.origin !== origin) return;
    const handshake = iframeHandshake.safeParse(event.data).data;
    if (handshake?.type === 'hello') onHello();
    if (handshake?.type !== 'ready') return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = iframeMessage.safeParse(data);
      if (message.success) onMessage(message.data);
    };
    const reply: IframeHandshake = { source: 'shopper:iframe', type: 'connect' };
    contentWindow.postMessage(reply, origin, [channel.port2]);
    onConnect();
  };
  addEventListener('message', onWindowMessage);

  return {
    post: (message) => port?.postMessage(message),
    close() {
      removeEventListener('message', onWindowMessage);
      port?.close();
      port = undefined;
    },
  };
}
