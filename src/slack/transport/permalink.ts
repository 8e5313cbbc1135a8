import type { MessageRef } from '#src/ports/shown.ts';

/** Links to messages, as Slack itself writes them; `url` is that of the workspace. */
export function permalinksIn(url: string): (message: MessageRef) => string {
  return ({ channel, ts }) => `${url}archives/${channel}/p${ts.replace('.', '')}`;
}
