/** How much is measured. Every size can be given on the command line. */
export interface Sizes {
  /** Rounds of each rival, in turns. */
  readonly rounds: number;
  /** Commands in a round. */
  readonly commands: number;
  /** Submissions in a round. */
  readonly submissions: number;
  /** Clicks in a round, one after another. */
  readonly clicks: number;
  /** Requests in the full store. */
  readonly open: number;
  readonly closed: number;
  /** Actions of each kind per round on the full and on the empty store. */
  readonly probes: number;
  /** Closed requests whose memory is counted. */
  readonly remembered: number;
  /** Starts of a process. */
  readonly starts: number;
  /** How long a process idles before its memory is read, in milliseconds. */
  readonly restMs: number;
  /** Submissions into one channel in `burstMs`, with so many messages a minute let into it. */
  readonly burst: number;
  readonly burstMs: number;
  readonly messagesPerMinute: number;
  /** Calls of each builder in a round. */
  readonly calls: number;
  /** Connections of strangers, how many kinds of them, and commands in the middle of each. */
  readonly strangers: number;
  readonly floods: number;
  readonly helps: number;
}

export const FULL: Sizes = {
  rounds: 7,
  commands: 2_000,
  submissions: 400,
  clicks: 100,
  open: 100_000,
  closed: 1_000_000,
  probes: 60,
  remembered: 5_000,
  starts: 9,
  restMs: 3_000,
  burst: 1_000,
  burstMs: 10_000,
  // Slack's time runs eight times as fast here; the bot's heartbeat does not.
  messagesPerMinute: 480,
  calls: 200,
  strangers: 2_000,
  floods: 20,
  helps: 200,
};

/** Enough to see that every row still works. */
export const QUICK: Sizes = {
  rounds: 1,
  commands: 32,
  submissions: 16,
  clicks: 3,
  open: 60,
  closed: 120,
  probes: 3,
  remembered: 50,
  starts: 1,
  restMs: 100,
  burst: 24,
  burstMs: 400,
  // Slack's time runs faster here, which magnifies delays of a busy machine.
  messagesPerMinute: 300,
  calls: 3,
  strangers: 200,
  floods: 1,
  helps: 8,
};
