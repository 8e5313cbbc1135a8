import { apply } from './apply.ts';
import { audit } from './audit.ts';
import { asrun } from './asrun.ts';
import type { Command, CommandName, Reply } from './command.ts';
import { explain } from './explain.ts';
import { freeze, unfreeze } from './freeze.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { list } from './list.ts';
import { modify } from './modify.ts';
import { nearest } from '#src/basics/nearest.ts';
import { pause } from './pause.ts';
import { presets } from './presets.ts';
import { markedRequestId } from './request-id.ts';
import { requests } from './requests.ts';
import { resume } from './resume.ts';
import { revert } from './revert.ts';
import { schedule } from './schedule.ts';
import { show } from './show.ts';
import { tidyWords } from './tidy.ts';
import { watch } from './watch.ts';

const TABLE: Record<CommandName, Command> = {
  modify,
  pause,
  resume,
  list,
  show,
  requests,
  history,
  schedule,
  asrun,
  revert,
  explain,
  audit,
  watch,
  freeze,
  unfreeze,
  apply,
  presets,
  help,
};

/** Everything that can be typed after `/relay`, in the order that help lists it. */
export const COMMANDS: readonly Command[] = Object.values(TABLE);

/** What to show for the text after `/relay`. */
export function runCommand(text: string, projects: readonly string[]): Reply {
  const [{ word: name } = { word: 'help' }, ...rest] = tidyWords(text);
  const words = rest.map(({ word }) => word);
  const command = COMMANDS.find((known) => known.name === name.toLowerCase());
  if (!command) return unknownCommand(name);
  if (command === help) return helpOn(words[0]);
  return command.run({ words, typed: rest.map(({ typed }) => typed), projects });
}

function helpOn(word: string | undefined): Reply {
  if (word === undefined) return { kind: 'help' };
  const command = COMMANDS.find(({ name }) => name === word.toLowerCase());
  return command ? { kind: 'help', command } : unknownCommand(word);
}

/** What people call a command. */
const ALSO_CALLED: Readonly<Record<string, CommandName>> = {
  stop: 'pause',
  start: 'resume',
  change: 'modify',
  edit: 'modify',
  undo: 'revert',
  rollback: 'revert',
  status: 'list',
  tasks: 'list',
  approve: 'requests',
  review: 'requests',
  pending: 'requests',
  batch: 'apply',
};

function unknownCommand(word: string): Reply {
  const names = COMMANDS.map(({ name }) => name);
  const request = markedRequestId(word);
  const meant = request ? `show ${request}` : ALSO_CALLED[word.toLowerCase()];
  return { kind: 'unknown_command', word, nearest: meant ?? nearest(word, names) };
}
