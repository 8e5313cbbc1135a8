import type { ProjectConfig } from '#src/config/load-config.ts';
import type { Answer } from '#src/slack/transport/workspace-probe.ts';
import { about, type Finding } from './finding.ts';
import { refusalFinding } from './judge-slack.ts';

const { ok, fail } = about('channels');

/** Every channel once, with its purpose. */
export function channelsOf(projects: readonly ProjectConfig[]): ReadonlyMap<string, string> {
  const uses = projects.flatMap((project) => [
    [project.ops_channel, `results of ${project.name}`] as const,
    [project.approvals_channel ?? project.ops_channel, `cards of ${project.name}`] as const,
    ...project.policy.rules.flatMap(({ place }, at) =>
      place === undefined
        ? []
        : [[place, `cards of ${project.name} by policy.rules[${at}]`] as const],
    ),
  ]);
  return new Map(
    uses.map(([id]) => [
      id,
      uses.flatMap(([other, use]) => (other === id ? [use] : [])).join(', '),
    ]),
  );
}

export function judgeChannel(
  channel: { readonly id: string; readonly use: string },
  answer: Answer<{ readonly isArchived: boolean }>,
): Finding {
  const what = `${channel.id} (${channel.use})`;
  if (answer.ok) {
    return answer.value.isArchived
      ? fail(what, 'it is archived', 'unarchive it, or name another channel in relaydesk.yml')
      : ok(what, 'the bot is in it');
  }
  if (answer.error === 'not_in_channel') {
    return fail(what, 'the bot is not in it', 'type /invite @relaydesk there');
  }
  if (answer.error === 'channel_not_found') {
    return fail(
      what,
      'no channel has this id, or it is private and the bot is not in it',
      'type /invite @relaydesk there; the id is at the end of the channel’s details',
    );
  }
  return refusalFinding('channels', what, answer);
}
