/** What is said of a change with a way back, and of requests that are built on another one. */

export const chains = {
  /** Heading of the second change of a pair; `id` once it is a request of its own. */
  heading: (when: string, id?: string) =>
    id === undefined ? `↩️ *Then back ${when}*` : `↩️ *Then back ${when}, as ${id}*`,
  thenTitle: 'Then back:',
  thenDigest: 'digest of the way back',
  /** `fields` in code font. */
  notSetBack: (fields: readonly string[]) =>
    `⚠️ The earlier value of ${fields.join(', ')} cannot be set again, so it stays as this change sets it.`,
  after: (id: string) => `🔗 Runs after ${id} and is built on what that leaves.`,
  decidedWith: (id: string) =>
    `🔗 Sets back what ${id} changes; approved together with it. If this is withdrawn, that change stays.`,
  /** Other open requests of the same chain. */
  others: (ids: readonly string[]) => `🔗 In the same chain: ${ids.join(', ')}.`,
  /** Why a link is held, after "because". `by`: its predecessor; `state`: how that stands. */
  why: {
    gone: (by: string) => `${by}, on which it is built, is not in the store any more`,
    ended: (by: string, state: string) => `${by}, on which it is built, did not run: ${state}`,
    differs: (by: string) => `${by} leaves the task otherwise than this was built on`,
    moved: (by: string) => `the task was changed by somebody else after ${by}`,
    late: (by: string) => `${by} had not ended ten minutes after the time of this`,
    missed: () => 'nobody could run it within 15 minutes of its time',
  },
  /** On its card, while it waits. `until`: its deadline. */
  held: (why: string, until: string) =>
    `⏸️ *Held*, because ${why}. Nothing was sent. Rebase it in the review, edit it or withdraw it; it expires ${until}.`,
  /** In its thread. */
  wasHeld: (id: string, task: string, project: string, why: string) =>
    `⏸️ *Held:* ${id}, *${task}* in *${project}*, does not run as planned, because ${why}. Nothing was sent. Review it to rebase it onto the task's current settings, or withdraw it.`,
  cancelled: (id: string, by: string, state: string, people: string) =>
    `🚫 *Cancelled:* ${id} was to set back what ${by} changes, and ${by} did not run: ${state}. There is nothing to set back. ${people}`,
  withdrawn: (person: string, first: string) =>
    `↩️ ${person} withdrew the way back. What ${first} changes stays.`,
  /** Of a way back that did not run. */
  stays: (first: string, people: string) => `🔴 *The task stays as ${first} set it.* ${people}`,
  /** Above the fields that are not as foretold. */
  differences: 'What is not as this was built on (foretold → now):',
  /** In the review of a request whose predecessor has not run. */
  builtOn: (id: string) =>
    `🔗 Compared with what ${id} will leave, not with the task as it is now: it is checked again after ${id} has run.`,
  rebased: '⏸️ *What it would change on the task as it is now*, once it is rebased and approved:',
  alreadySo: 'The task has every setting that this asks for, so there is nothing to rebase.',
};
