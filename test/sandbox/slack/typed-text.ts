import { storedPlainText } from './blocks/escape.ts';
import { BOT, type Workspace } from './workspace.ts';

const NAME = /(?<![\w&])[@#][\w.-]*\w/g;
/** URLs, and bare host names, which Slack treats as URLs. */
const LINK =
  /(?<![\w@/.|<-])(?:(?:https?:\/\/|mailto:)[^\s<>|]+|(?:[\w-]+\.)+(?:com|net|org|io|dev|cn|example)(?::\d+)?(?:\/[^\s<>|]*)?)(?![\w.-])/gi;

/** The reference and the label for a name typed after `@` or `#`. */
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
 * What an app gets of the words after a command. With `should_escape` in the manifest, names of people, groups and
 * channels and everything that looks like a URL come as references; without it, as typed.
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
