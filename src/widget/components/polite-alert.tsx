import { Alert, type AlertProps } from './alert.tsx';
import { useAnnounced } from './use-announced.ts';

/** An important message that screen readers announce when they are idle. */
export const PoliteAlert = ({ children, ...alert }: AlertProps) => (
  <Alert {...alert} role="status">
    {useAnnounced(children)}
  </Alert>
);
