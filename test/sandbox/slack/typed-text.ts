import { storedPlainText } from './blocks/escape.ts';
import { BOT, type Workspace } from './workspace.ts';

const NAME = /(?<![\w&])[@#][\w.-]*\w/g;
/** Addresses, and bare names of hosts, which Slack takes for addresses as well. */
const LINK =
  /(?<![\w@/.|<-])(?:(?:https?:\/\/|mailto:)[^\s<>|]+|(?:[\w-]+\.)+(?:com|net|org|io|dev|cn|example)(?::\d+)?(?:\/[^\s<>|]*)?)(?![\w.-])/gi;

/** What stands for a name that is typed after `@` or `#`: its reference, and what people read there. */
const references = ({ manifest, people, usergroups, channels }: Workspace) =>
  new Map<string, readonly [reference: string, label?: string]>([
    ...['here', 'channel', 'everyone'].map((all) => [`@${all}`, [`!${all}`]] as const),
    [`@${manifest.botName.toLowerCase()}`, [`@${BOT.user}`, manifest.botName]],
    ...[...people.values()].map(({ id, handle }) => [`@${handle}`, [`@${id}`, handle]] as const),
    ...[...usergroups.values()].map(
      ({ id, handle }) => [`@${handle}`, [`!subteam^${id}`, `@${handle}`]] as const,
    ),
    ...[...channels.values()].flatMap(({ id, name, kind }) =>
      kind === 'channel' ? [[`#${name}`, [`#${id}`, name]] as const] : [],
    ),
  ]);

/** What Slack's client makes of a typed message: `@name` and `#channel` become references. */
export const messageText = (workspace: Workspace, typed: string): string => {
  const known = references(workspace);
  return storedPlainText(typed).replace(NAME, (name) => {
    const [reference] = known.get(name.toLowerCase()) ?? [];
    return reference === undefined ? name : `<${reference}>`;
  });
};

/**
 * What an app gets of the words after a command. With `should_escape` in the manifest, names of
 * people, groups and channels and everything that looks like an address come as references;
 * without it, as they were typed, and nobody can tell whom they meant.
 */
export const commandText = (workspace: Workspace, command: string, typed: string): string => {
  const stored = storedPlainText(typed);
  if (!workspace.manifest.escapingCommands.includes(command)) return stored;
  const known = references(workspace);
  return stored
    .replace(LINK, (address) =>
      /^(https?:|mailto:)/i.test(address) ? `<${address}>` : `<http://${address}|${address}>`,
    )
    .replace(NAME, (name) => {
      const [reference, label] = known.get(name.toLowerCase()) ?? [];
      if (reference === undefined) return name;
      return label === undefined ? `<${reference}>` : `<${reference}|${label}>`;
    });
};
