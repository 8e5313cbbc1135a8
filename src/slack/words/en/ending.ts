/** What is said of relay tasks that go off air by themselves; times come ready. */
export const ending = {
  /** The head of a list of tasks by their end. */
  order: 'soonest end first',
  byTime: (when: string) => `⏰ ends ${when}`,
  byRounds: (when: string, rounds: number) => `⏰ ends about ${when}, after ${timesPlayed(rounds)}`,
  /** `ends`: one of those before. */
  sooner: {
    unknown: (ends: string, rounds: number) =>
      `${ends}, and could end sooner: it plays ${timesPlayed(rounds)}, of unknown length`,
    perhaps_over: (ends: string, rounds: number) =>
      `${ends}, but could be off air already: it may have played ${timesPlayed(rounds)}`,
  },
  /** There is no end time. */
  roundsOnly: {
    unknown: (rounds: number) =>
      `⏰ could end at any time: it plays ${timesPlayed(rounds)}, of unknown length`,
    perhaps_over: (rounds: number) =>
      `⏰ could be off air: it may already have played ${timesPlayed(rounds)}`,
  },
  noneEnds: (count: number, project: string) =>
    count === 1
      ? `The relay task in *${project}* does not end by itself: it is paused, has ended, or has no end.`
      : `None of the ${count} relay tasks in *${project}* ends by itself: they are paused, have ended, or have no end.`,
  noneEndsFits: (project: string, search: string) =>
    `No relay task in *${project}* that ends by itself matches ${search}.`,
};

/** The message before tasks end that should stay on air, and what its buttons answer. */
export const endNotice = {
  /** `people` are pinged, and may be nobody. */
  one: (people: readonly string[], task: string, project: string) =>
    `⏰ ${called(people)}*${task}* in *${project}* should stay on air and is about to end.`,
  many: (people: readonly string[], count: number, project: string) =>
    `⏰ ${called(people)}*${count} relay tasks* in *${project}* should stay on air and are about to end.`,
  open: (requests: readonly string[]) => `Open requests: ${requests.join(', ')}.`,
  noneOpen: 'It has no open requests.',
  more: (count: number, list: string) =>
    count === 1
      ? `1 more ends at about the same time: ${list} lists it.`
      : `${count} more end at about the same time: ${list} lists them.`,
  /** Where relaydesk cannot ask for another end. */
  elsewhere: '🔒 relaydesk cannot change this task: extend it in the Huawei Cloud console.',
  letEndBy: (person: string, when: string) => `🔕 ${person} lets it end (${when}).`,
  settled: {
    moved: (ends: string) => `✅ Changed: ${ends}.`,
    noEnd: '✅ Changed: it no longer ends by itself.',
    paused: '⏸️ Paused meanwhile.',
    gone: '⚠️ Deleted meanwhile.',
    over: '⌛ It has ended.',
  },
  extendLabel: (task: string) => `Extend ${task}`,
  letEndLabel: (task: string) => `Let ${task} end`,
  recorded: (task: string) =>
    `🔕 Noted: *${task}* may end. Nobody is pinged about this end again, and nothing was changed.`,
  already: (task: string, person: string, when: string) =>
    `${person} has already let *${task}* end (${when}).`,
  changed: (task: string, ends: string) =>
    `*${task}* was changed meanwhile: ${ends}. Nothing was recorded.`,
  changedNoEnd: (task: string) =>
    `*${task}* was changed meanwhile and no longer ends at that time. Nothing was recorded.`,
  taskGone: (task: string) => `*${task}* has been deleted meanwhile. Nothing was recorded.`,
  expired: 'This message is too old: the end has passed. Nothing was recorded.',
};

function timesPlayed(rounds: number): string {
  return rounds === 1 ? 'one round' : `${rounds} rounds`;
}

function called(people: readonly string[]): string {
  return people.map((person) => `${person} `).join('');
}

/** The daily digest. Names come in bold. */
export const endDigest = {
  title: (count: number, project: string) =>
    count === 1
      ? `⏰ *1 relay task* in *${project}* ends within a day:`
      : `⏰ *${count} relay tasks* in *${project}* end within a day:`,
  /** Nothing ends for certain. */
  unknownTitle: (project: string) => `⏰ In *${project}* relay tasks could end within a day:`,
  kept: '*should stay on air*',
  letEnd: (person: string) => `🔕 ${person} lets it end`,
  unknown: (tasks: readonly string[]) =>
    `❔ These play a number of rounds of unknown length, so they could end at any time: ${tasks.join(', ')}.`,
  unknownMore: (tasks: readonly string[], more: number) =>
    `❔ These play a number of rounds of unknown length, so they could end at any time: ${tasks.join(', ')} and ${more} more.`,
  listed: (list: string) => `${list} lists what ends later.`,
  listedMore: (more: number, list: string) => `and ${more} more: ${list} lists them.`,
};
