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
  /** Whole requests in a round whose processor time is counted. */
  readonly lives: number;
  /** Requests in the full store: pending ones, approved ones that wait for their time, and closed ones. */
  readonly open: number;
  readonly scheduled: number;
  readonly closed: number;
  /** Actions of each kind per round on the full and on the empty store. */
  readonly probes: number;
  /** Closed requests whose memory is counted. */
  readonly remembered: number;
  /** Starts of a process. */
  readonly starts: number;
  /** How long a process idles before its memory is read, in milliseconds. */
  readonly restMs: number;
  /** Requests after which its memory is read again. */
  readonly many: number;
  /** Relay tasks in a large project, and in a small one; searches and lists of each kind in a round. */
  readonly tasks: number;
  readonly fewTasks: number;
  readonly searches: number;
  /** How long until a list of tasks that was read is read again, in milliseconds. */
  readonly coldMs: number;
  /** Submissions into one channel in `burstMs`, with so many messages a minute let into it. */
  readonly burst: number;
  readonly burstMs: number;
  readonly messagesPerMinute: number;
  /** Tasks of a batch. */
  readonly batch: number;
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
  lives: 100,
  open: 100_000,
  scheduled: 10_000,
  closed: 1_000_000,
  probes: 60,
  remembered: 5_000,
  starts: 9,
  restMs: 3_000,
  many: 100_000,
  tasks: 10_000,
  fewTasks: 100,
  searches: 20,
  coldMs: 10_100,
  burst: 1_000,
  burstMs: 10_000,
  // Slack's time runs eight times as fast here; the bot's heartbeat does not.
  messagesPerMinute: 480,
  batch: 100,
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
  lives: 4,
  open: 60,
  scheduled: 20,
  closed: 120,
  probes: 3,
  remembered: 50,
  starts: 1,
  restMs: 100,
  many: 40,
  tasks: 300,
  fewTasks: 100,
  searches: 2,
  coldMs: 0,
  burst: 24,
  burstMs: 400,
  // Slack's time runs faster here, which magnifies delays of a busy machine.
  messagesPerMinute: 150,
  batch: 6,
  calls: 3,
  strangers: 200,
  floods: 1,
  helps: 8,
};
