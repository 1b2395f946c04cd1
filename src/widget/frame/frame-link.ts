import { type FrameCall, type FromFrame, frameCall, fromFrame, type ToFrame } from '../../wire/frame.ts';

/** A page's line to one frame of ours. */
export interface FrameLink {
  /** Nothing, before there is a channel. */
  say(message: ToFrame): void;
  close(): void;
}

interface FrameLinkParts {
  readonly frame: HTMLIFrameElement;
  /** The only origin that is listened and spoken to. */
  readonly origin: string;
  /** The frame's page is there, though it cannot do anything yet. */
  readonly onHere: () => void;
  /** It has a channel from now on. */
  readonly onChannel: () => void;
  readonly hear: (message: FromFrame) => void;
}

/**
 * Waits for the frame's page, and hands it one end of a channel. Only what comes from that frame's own window and our own origin
 * counts, and has the shape it should; whatever else there is on the page is passed over in silence. A frame that loads anew asks
 * again, and the channel before ends.
 */
export function linkFrame({ frame, origin, onHere, onChannel, hear }: FrameLinkParts): FrameLink {
  let port: MessagePort | undefined;

  const onMessage = (event: MessageEvent<unknown>) => {
    const { contentWindow } = frame;
    if (!contentWindow || event.source !== contentWindow || event.origin !== origin) return;
    const call = frameCall.safeParse(event.data).data;
    if (call?.is === 'here') onHere();
    if (call?.is !== 'listening') return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = fromFrame.safeParse(data);
      if (message.success) hear(message.data);
    };
    const answer: FrameCall = { type: 'shopper:frame', is: 'channel' };
    contentWindow.postMessage(answer, origin, [channel.port2]);
    onChannel();
  };
  addEventListener('message', onMessage);

  return {
    say: (message) => port?.postMessage(message),
    close() {
      removeEventListener('message', onMessage);
      port?.close();
      port = undefined;
    },
  };
}
