import type { Reply } from '#commands/command.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type {
  ListedPreset,
  PresetRefusal,
  PresetResult,
  Presets,
} from '#src/approval/submit/presets.ts';
import { nearest } from '#src/basics/nearest.ts';
import { changedFields } from '#src/relay/change.ts';
import { settingBlocks } from '#src/slack/card/diff-blocks.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import {
  type Message,
  messageFrom,
  messageOf,
  messagesOf,
  messagesOfBlocks,
  pageGone,
} from '#src/slack/kit/message.ts';
import { problemMarkup, problemSentence, refusalSentence } from '#src/slack/kit/sentences.ts';
import {
  escaped,
  escapedWithin,
  inCode,
  mention,
  moment,
  slashCommand,
} from '#src/slack/kit/text.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';

export interface PresetDeps {
  readonly projects: SlackProjects;
  readonly presets: Presets;
}

/** The answer to `/relay presets …`. Every full member may look; approvers of the project change something. */
export async function presetsAnswer(
  { projects, presets }: PresetDeps,
  asked: Reply<'presets'> & { readonly by: Person },
  words: Words,
): Promise<Message[]> {
  const { by: person } = asked;
  const project = projects.get(asked.project);
  if (!project) return [pageGone(words)];
  switch (asked.act) {
    case 'list':
      return renderPresets(project.name, await presets.of(project), words);
    case 'show':
      return shown(presets, project, asked.name, words);
    case 'rename': {
      const { name, to } = asked;
      const renamed = words.presets.renamed(escapedWithin(name, 60), escapedWithin(to, 60));
      const result = await presets.rename(project, { name, to, person });
      return [messageFrom(result.ok ? renamed : refused(result, words))];
    }
    case 'remove': {
      const { name } = asked;
      const result = await presets.remove(project, { name, person });
      if (!result.ok) return [messageFrom(refused(result, words))];
      const removed = section(words.presets.removed(escapedWithin(name, 60)));
      return messagesOfBlocks([removed, ...settingBlocks(result.preset.change, words)]);
    }
  }
}

async function shown(
  presets: Presets,
  project: SlackProject,
  name: string,
  words: Words,
): Promise<Message[]> {
  const listed = await presets.of(project);
  const preset = listed.find((each) => each.name === name);
  if (preset) return renderPreset(project.name, preset, words);
  const names = listed.map((each) => each.name);
  const meant = nearest(name, names);
  const [named, of] = [escapedWithin(name, 60), escapedWithin(project.name, 100)];
  return [messageFrom(words.presets.none(named, of, meant && inCode(meant)))];
}

function refused(result: PresetResult & { readonly ok: false }, words: Words): string {
  return `🔒 ${presetRefusalSentence(result.refusal, words)}`;
}

/** Why nothing was done with a preset, as mrkdwn. */
export function presetRefusalSentence(refusal: PresetRefusal, words: Words): string {
  switch (refusal.reason) {
    case 'not_allowed':
      return refusal.refusal.reason === 'not_an_approver'
        ? words.presets.refusals.not_an_approver
        : refusalSentence(refusal.refusal, words);
    case 'forbidden':
      return words.presets.forbidden(
        refusal.problems.map((problem) => escaped(problemSentence(problem, words))),
      );
    default:
      return words.presets.refusals[refusal.reason];
  }
}

/** The presets of a project, a line each. */
function renderPresets(project: string, listed: readonly ListedPreset[], words: Words): Message[] {
  const { presets } = words;
  const lines = listed.map((preset) =>
    [
      `• *${escapedWithin(preset.name, 60)}*`,
      changedFields(preset.change)
        .map((field) => words.fieldNames[field])
        .join(', '),
      originWords(preset, words),
      ...warningsOf(preset, words),
    ].join(' · '),
  );
  const count = presets.count(listed.length, escapedWithin(project, 100));
  const hints = [
    ...(listed.length > 0 ? [presets.howToUse(slashCommand('presets <name>'))] : []),
    presets.howTo(slashCommand('history')),
  ];
  const messages = messagesOf([count, ...lines]);
  return messages.map((message, index) =>
    index < messages.length - 1 ? message : messageOf([...message.blocks, context(...hints)]),
  );
}

/** One preset in full. */
function renderPreset(project: string, preset: ListedPreset, words: Words): Message[] {
  return messagesOfBlocks([
    section(words.presets.title(escapedWithin(preset.name, 60), escapedWithin(project, 100))),
    ...settingBlocks(preset.change, words),
    ...onFailureWords(preset, words).map((said) => context(said)),
    context(originWords(preset, words)),
    ...warningsOf(preset, words).map((warning) => section(warning)),
  ]);
}

function onFailureWords({ onFailure }: ListedPreset, { batches }: Words): string[] {
  const { label } = batches.onFailure;
  return onFailure === undefined ? [] : [`${label}: ${batches.onFailure[onFailure]}`];
}

function originWords({ stored }: ListedPreset, { presets }: Words): string {
  if (!stored) return presets.inFile;
  return presets.saved(mention(stored.by.userId), moment(stored.atMs), inCode(stored.from));
}

function warningsOf({ isHidden, problems }: ListedPreset, words: Words): string[] {
  const { presets } = words;
  const said = problems.map((problem) => problemMarkup(problem, words));
  return [
    ...(isHidden ? [presets.hidden] : []),
    ...(said.length > 0 ? [presets.forbidden(said)] : []),
  ];
}
