import type { Because } from '#src/relay/forecast/timeline.ts';

/** What is to run when, and what viewers see around it. Times and names come ready for mrkdwn. */
export const schedule = {
  title: (task?: string, project?: string, day?: string) =>
    `*Scheduled*${task ? ` for *${task}*` : ''}${project ? ` in *${project}*` : ''}${day ? ` on ${day}` : ''}`,
  /** How many runs, on all pages. */
  count: (count: number) => (count === 1 ? '1 run' : `${count} runs`),
  back: (when: string) => `↩️ *${when}, back*`,
  task: (task: string, project: string) => `*${task}* in ${project}`,
  before: (seen: string) => `Until then: ${seen}`,
  after: (seen: string) => `From then on: ${seen}`,
  afterUntil: (until: string, seen: string) => `From then until ${until}: ${seen}`,
  ifApproved: (seen: string) => `If approved, from then on: ${seen}`,
  ifApprovedUntil: (until: string, seen: string) =>
    `If approved, from then until ${until}: ${seen}`,
  now: (seen: string) => `As it is: ${seen}`,
  onAir: '🟢 on air',
  /** What is played: the first file, and how many more. */
  playing: (file: string, more: number) =>
    more === 0 ? ` with ${file}` : ` with ${file} and ${more === 1 ? '1 more' : `${more} more`}`,
  offAir: {
    paused: '🔴 *OFF AIR*, paused',
    not_started: '🔴 *OFF AIR*, not started',
    start_moved: '🔴 *OFF AIR*, its start was moved',
    ended: '🔴 *OFF AIR*, ended',
    rounds_over: '🔴 *OFF AIR*, all rounds played',
    push_key_ended: '🔴 *OFF AIR*, the push key has expired',
    not_revived: '🔴 *OFF AIR*, it has ended and the API may not start it again',
  } satisfies Record<Exclude<Because, 'playing'>, string>,
  from: (when: string, seen: string) => `from ${when} ${seen}`,
  unsure: ' _(expected, not certain)_',
  heldHint: 'It is held: it does not run until it is rebased and approved.',
  empty: 'Nothing is scheduled.',
  emptyDay: 'Nothing is scheduled for that day.',
  dayOver: 'That day is over.',
  /** `modify`, `history`: commands in code font. */
  howTo: (modify: string, history: string) =>
    `To schedule a change, set “Apply at” in the form of ${modify}. ${history} shows what has run.`,
  hint: (zone: string) =>
    `Times are in your time zone; days are those of ${zone}. What viewers see is a forecast, as if every run goes as planned and nobody else changes the task.`,
  /** More freezes than are listed; `list`: a command in code font. */
  moreFreezes: (count: number, list: string) => `and ${count} more freezes: ${list}`,
};
