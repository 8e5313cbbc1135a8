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
      `${ends}, but may already have played ${timesPlayed(rounds)}`,
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

function timesPlayed(rounds: number): string {
  return rounds === 1 ? 'one round' : `${rounds} rounds`;
}
