/** The Home tab of the app. */
export const home = {
  waiting: 'Waiting for me',
  mine: 'My requests',
  closed: 'Recently closed',
  scheduled: 'Scheduled',
  frozen: 'Frozen',
  found: (search: string) => `Found for ${search}`,
  count: (count: number) => `${count}`,
  countSoFar: (count: number) => `${count} so far`,
  waitingEmpty: 'Nothing is waiting for your decision.',
  mineEmpty: 'You have no open requests.',
  closedEmpty: 'No request has been closed yet.',
  foundEmpty: 'No request matches. Search by id, task, file name or words of the reason.',
  /** Some were looked through, and there are more. */
  emptySoFar: 'No match so far; older requests have not been searched yet.',
  ends: 'Ends within a day',
  endsEmpty: 'No relay task ends by itself within a day.',
  endsLine: (task: string, project: string, ends: string) => `*${task}* in ${project} · ${ends}`,
  endsRead: (when: string, list: string) => `As of ${when}. ${list} lists all of them.`,
  endsReadMore: (when: string, more: number, list: string) =>
    `As of ${when}, and ${more} more: ${list}`,
  frozenEmpty: 'Nothing is frozen now or in the coming week.',
  moreFreezes: (count: number) =>
    count === 1 ? 'and 1 more in the coming week' : `and ${count} more in the coming week`,
  moreScheduled: (count: number, list: string) => `and ${count} more: ${list}`,
  allProjects: 'All projects',
  project: 'Project',
  search: 'Find a request',
  searchHint: 'R-142, task, file or reason, then Enter',
};
