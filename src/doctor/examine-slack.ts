import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ConfigParts } from '#src/config/load-config.ts';
import { createWorkspaceProbe, type WorkspaceProbe } from '#src/slack/transport/workspace-probe.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import type { Clocks } from './judge-clock.ts';
import { about, type Finding, type Subject } from './finding.ts';
import { channelsOf, judgeChannel } from './judge-channels.ts';
import { idsOf, judgePeople, peopleLists, type Roster } from './judge-people.ts';
import { judgeQuorums } from './judge-quorum.ts';
import {
  judgeAppToken,
  judgeBot,
  judgeScopes,
  judgeShown,
  judgeSigningSecret,
} from './judge-slack.ts';
import { samplesIn } from './samples.ts';

/** How much may be asked of Slack and of the Live API. */
export interface Effort {
  /** Concurrent calls. */
  readonly atOnce: number;
  /** The most people to look up. */
  readonly peopleMax: number;
  /** Whether Slack validates samples of all cards and forms. */
  readonly cards: boolean;
  /** Whether all relay tasks are read, if a check needs them. */
  readonly tasks: boolean;
}

/** What every examination needs; `add` takes findings as soon as they are known. */
export interface ExamineDeps {
  readonly parts: ConfigParts;
  readonly clocks: Clocks;
  readonly effort: Effort;
  readonly now: () => number;
  readonly add: (...findings: readonly Finding[]) => void;
}

const NEEDS_BOT: readonly Subject[] = ['channels', 'people', 'policy', 'cards and forms'];

/** Checks everything that only Slack knows. */
export async function examineSlack(deps: ExamineDeps): Promise<void> {
  const { parts, clocks, effort, add } = deps;
  const { apiUrl, botToken, transport } = parts.slack;
  if (!URL.canParse(apiUrl)) return skipAll(add, 'SLACK_API_URL');
  const { fetch } = clocks;
  const probe = createWorkspaceProbe({ apiUrl, botToken, fetch, atOnce: effort.atOnce });
  if (transport?.kind === 'http') add(judgeSigningSecret(transport.signingSecret));
  const socket = transport?.kind === 'socket' ? probe.socket(transport.appToken) : undefined;
  const bot = botToken === '' ? undefined : await probe.bot();
  if (bot) add(...judgeBot(bot));
  const known = bot?.ok === true ? bot.value : undefined;
  const app = known?.botId === undefined ? undefined : await probe.appOf(known.botId);
  if (socket && transport?.kind === 'socket') {
    add(judgeAppToken(await socket, transport.appToken, app?.ok ? app.value : undefined));
  }
  if (!known) return skipAll(add, 'SLACK_BOT_TOKEN');
  add(...judgeScopes(known.scopes, askedScopes()));
  if (parts.projects.length === 0) return skipAll(add, 'relaydesk.yml');
  await Promise.all([
    examineChannels(probe, deps),
    examinePeople(probe, known.teamId, deps),
    ...(effort.cards ? [examineShown(probe, deps)] : []),
  ]);
}

function skipAll(add: ExamineDeps['add'], because: string): void {
  const why = `not checked until ${because} is right`;
  add(...NEEDS_BOT.map((subject) => about(subject).skip(subject, why)));
}

async function examineChannels(probe: WorkspaceProbe, { parts, add }: ExamineDeps): Promise<void> {
  const channels = [...channelsOf(parts.projects)];
  const answers = channels.map(async ([id, use]) =>
    judgeChannel({ id, use }, await probe.channel(id)),
  );
  add(...(await Promise.all(answers)));
}

async function examinePeople(
  probe: WorkspaceProbe,
  teamId: string,
  deps: ExamineDeps,
): Promise<void> {
  const { parts, effort, add } = deps;
  const lists = parts.projects.flatMap(peopleLists);
  const groups = await probe.groups();
  const approving = lists.filter(({ approves }) => approves);
  const listed = groups.ok ? groups.value : [];
  const grouped = idsOf(approving, 'usergroups').flatMap(
    (id) => listed.find((group) => group.id === id)?.users ?? [],
  );
  const ids = [...new Set([...idsOf(lists, 'users'), ...grouped])];
  const members = await Promise.all(
    ids.slice(0, effort.peopleMax).map(async (id) => [id, await probe.member(id)] as const),
  );
  const roster: Roster = { teamId, groups, members: new Map(members) };
  add(
    ...judgePeople(lists, roster),
    ...parts.projects.flatMap((project) => judgeQuorums(project, roster, parts.samePerson)),
  );
  if (ids.length > effort.peopleMax) {
    const found = `${ids.length} people are listed; only ${effort.peopleMax} of them were looked up`;
    add(about('people').skip('people', found));
  }
}

async function examineShown(probe: WorkspaceProbe, deps: ExamineDeps): Promise<void> {
  const { parts, now, add } = deps;
  const languages = [...new Set(parts.projects.map(({ language }) => language))];
  const answers = languages.flatMap((language) =>
    samplesIn(wordsFor(language), now()).map(async ({ name, shown }) => ({
      name: `${name} (${language})`,
      answer: await probe.problemsOf(shown),
    })),
  );
  add(...judgeShown(await Promise.all(answers)));
}

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/** The scopes that `manifest.yml` asks for; undefined when it cannot be read. */
function askedScopes(): readonly string[] | undefined {
  try {
    const text = readFileSync(createRequire(import.meta.url).resolve('#manifest'), 'utf8');
    return manifestSchema.parse(parse(text)).oauth_config.scopes.bot;
  } catch {
    return undefined;
  }
}
