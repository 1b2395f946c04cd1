import {
  type HostMessage,
  type IframeHandshake,
  type IframeMessage,
  iframeHandshake,
  iframeMessage,
} from '../../../wire/iframe.ts';

export interface HostChannel {
  /** Does nothing before the channel exists. */
  post(message: HostMessage): void;
  close(): void;
}

interface HostChannelOptions {
  readonly iframe: HTMLIFrameElement;
  /** Origin of the iframe's page. Messages from other origins are ignored. */
  readonly origin: string;
  /** Called when the iframe's document has loaded. The widget's script may still be loading. */
  readonly onHello: () => void;
  /** Called when a channel has been created. `post` works from then on. */
  readonly onConnect: () => void;
  readonly onMessage: (message: IframeMessage) => void;
}

/**
 * Waits until the iframe is ready, then creates a `MessageChannel` and transfers one end of it to the iframe. Ignores
 * all messages except valid messages from the iframe's window and from `origin`. When the iframe reloads, closes the
 * previous channel and creates a new channel.
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
