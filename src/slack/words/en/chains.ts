/** What is said of a change with a way back, and of requests that are built on another one. */

export const chains = {
  /** Heading of the second change of a pair; `id` once it is a request of its own. */
  heading: (when: string, id?: string) =>
    id === undefined ? `↩️ *Then back ${when}*` : `↩️ *Then back ${when}, as ${id}*`,
  /** Of a change that did not run. */
  notNeeded: (id: string) => `↩️ Its way back, ${id}, does not run either.`,
  thenTitle: 'Then back:',
  thenDigest: 'digest of the way back',
  /** `fields` in code font. */
  notSetBack: (fields: readonly string[]) =>
    `⚠️ The earlier value of ${fields.join(', ')} cannot be set again, so it stays as this change sets it.`,
  /** `when`: its predecessor runs, while that is open. */
  follows: (id: string, when?: string) =>
    when === undefined
      ? `🔗 Follows ${id}: based on the task as ${id} leaves it.`
      : `🔗 Follows ${id}, ${when}: based on the task as ${id} leaves it.`,
  /** Each with its time. */
  followedBy: (requests: readonly string[]) => `🔗 Followed by ${requests.join(' and ')}.`,
  one: (id: string, when?: string) => (when === undefined ? id : `${id}, ${when}`),
  decidedWith: (id: string) =>
    `🔗 Undoes what ${id} changes; approved together with it. If this is withdrawn, that change stays.`,
  /** Other open requests of the same chain. */
  others: (ids: readonly string[]) => `🔗 In the same chain: ${ids.join(', ')}.`,
  /** Why a link is held, after "because". `by`: its predecessor; `state`: how that stands. */
  why: {
    gone: (by: string) => `${by}, on which it is based, is no longer in the store`,
    ended: (by: string, state: string) => `${by}, on which it is based, did not run: ${state}`,
    held: (by: string) => `${by}, on which it is based, is held`,
    later: (by: string) => `${by}, on which it is based, was moved to a later time than this`,
    differs: (by: string) => `${by} left the task in another state than this request is based on`,
    moved: (by: string) => `the task was changed by somebody else after ${by}`,
    late: (by: string) => `${by} was still not done ten minutes after this should have run`,
    missed: () => 'it could not run within 15 minutes of its time',
    took_effect: (by: string) => `${by}, on which it is based, has run after all`,
    set_back: (by: string) => `the task already has the settings from before ${by}`,
  },
  /** On its card, while it waits. `until`: its deadline. */
  held: (why: string, until: string) =>
    `⏸️ *Held*, because ${why}. Nothing was sent. Rebase it in the review, edit it or withdraw it; it expires ${until}.`,
  /** In its thread. */
  wasHeld: (id: string, task: string, project: string, why: string) =>
    `⏸️ *Held:* ${id}, *${task}* in *${project}*, does not run as planned, because ${why}. Nothing was sent. Review it to rebase it onto the task's current settings, or withdraw it.`,
  reminded: (until: string) =>
    `⏰ Still held. Review it to rebase it, edit it or withdraw it; it expires ${until}.`,
  cancelled: (id: string, by: string, state: string, people: string) =>
    `🚫 *Cancelled:* ${id} was meant to undo what ${by} changes, but ${by} did not run: ${state}. There is nothing to undo. ${people}`,
  /** Of a way back that finds the task as it was before. */
  setBackAlready: (id: string, by: string) =>
    `↩️ ${id} was not needed: the task already has the settings from before ${by}. Nothing was sent.`,
  withdrawn: (person: string, first: string) =>
    `↩️ ${person} withdrew the way back. What ${first} changes stays.`,
  /** Of a way back that did not run. */
  stays: (first: string, people: string) => `🔴 *What ${first} changed is not set back.* ${people}`,
  /** Above the fields that are not as foretold. */
  differences: 'What differs from the state this is based on (expected → now):',
  /** In the review of a request whose predecessor has not run. */
  builtOn: (id: string) =>
    `🔗 Compared with what ${id} will leave, not with the task as it is now: it is checked again after ${id} has run.`,
  rebased: '⏸️ *What it changes on the task as it is now*, once it is rebased and approved:',
  /** The same, where its predecessor has not run. */
  rebasedOnto: (id: string) =>
    `⏸️ *What it changes on the task as ${id} will leave it*, once it is rebased and approved:`,
  /** Why a change cannot follow a request, after "This cannot follow R-1:". */
  cannotFollow: {
    gone: 'that request is no longer in the store. Request the change by itself.',
    over: (state: string) => `it has ended: ${state}. Request the change by itself.`,
    unscheduled:
      'it has no time of its own. Request this change by itself, or wait until that one has run.',
    changed:
      'it was changed after you opened this form. Copy what you typed, close the form, and press “Follow up…” on its card again.',
    setsBack: (by?: string) =>
      by === undefined
        ? 'it sets the task back by itself. Once it is approved, press “Follow up…” on the card of its way back.'
        : `it sets the task back by itself, with ${by}. Press “Follow up…” on the card of ${by}.`,
    followed: (by: string) =>
      `${by} follows it already. Press “Follow up…” on the card of ${by} instead.`,
    early: (from: string) => `“Apply at” must be ${from} or later.`,
    long: (max: number) =>
      `its chain already has ${max} requests, which is the limit. Request this change once some have run.`,
  },
  alreadySo: 'The task already has every requested setting, so there is nothing to rebase.',
};
