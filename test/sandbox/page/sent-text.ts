import { storedPlainText } from '../slack/blocks/escape.ts';
import type { Workspace } from '../slack/workspace.ts';
import { BOT } from '../slack/workspace.ts';

/** What Slack's client makes of a typed message: `@name` and `#channel` become references. */
export const sentText = (workspace: Workspace, typed: string): string => {
  const references = new Map<string, string>([
    ['@here', '<!here>'],
    ['@channel', '<!channel>'],
    ['@everyone', '<!everyone>'],
    [`@${workspace.manifest.botName.toLowerCase()}`, `<@${BOT.user}>`],
  ]);
  for (const { id, handle } of workspace.people.values()) references.set(`@${handle}`, `<@${id}>`);
  for (const { id, handle } of workspace.usergroups.values()) {
    references.set(`@${handle}`, `<!subteam^${id}>`);
  }
  for (const { id, name, kind } of workspace.channels.values()) {
    if (kind === 'channel') references.set(`#${name}`, `<#${id}>`);
  }
  return storedPlainText(typed).replace(
    /(?<![\w&])[@#][\w.-]*\w/g,
    (name) => references.get(name.toLowerCase()) ?? name,
  );
};
