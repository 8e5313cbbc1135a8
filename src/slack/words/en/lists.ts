import type { RequestScope } from '#commands/command.ts';

/** Said of a list of requests; a project or a task that is undefined: all of them. */
type Title = (count: number, project?: string) => string;

const titles: Record<RequestScope, Title> = {
  mine: (count, project) => `*${counted(count, 'open request')} of yours*${inProject(project)}`,
  open: (count, project) => `*${counted(count, 'open request')}*${inProject(project)}`,
  pending: (count, project) =>
    `*${counted(count, 'request')} waiting for approval*${inProject(project)}`,
  all: (count, project) => `*${counted(count, 'request')}*${inProject(project)}`,
};

export const requestList = {
  titles,
  history: (count: number, project?: string, task?: string) =>
    `*${counted(count, 'closed request')}*${about(task)}${inProject(project)}`,
  historySearched: (count: number, project?: string, task?: string) =>
    `*${counted(count, 'closed request')}* found${about(task)}${inProject(project)}`,
  range: (from: number, to: number) => `${from} to ${to}`,
  /** How far a search came: back to a time, or to the end. */
  looked: (count: number, total: number, backTo: string) =>
    `🔎 Searched ${count} of ${total}, back to ${backTo}. There are older ones.`,
  /** Of a search on one day, in the zone of the project. */
  lookedDay: (count: number, day: string) => `🔎 Searched all ${count} closed on ${day}.`,
  lookedDayTo: (count: number, day: string, backTo: string) =>
    `🔎 Searched ${count} closed on ${day}, back to ${backTo}. There are more of that day.`,
  lookedAll: (count: number, total: number) =>
    `🔎 Searched ${count} of ${total}, back to the oldest.`,
  dueTitle: (count: number) =>
    `🚨 *Run without approval, and nobody else has looked yet (${count}):*`,
  emptyOpen: (modify: string, history: string) =>
    `${modify} requests a change, ${history} shows closed requests.`,
  noneClosed: (requests: string) => `${requests} shows open ones.`,
  emptyHistory: (requests: string, history: string) =>
    `${requests} shows open ones, ${history} alone shows all closed ones.`,
  emptySearch: (history: string) =>
    `Each word must be part of the id, the task, the reason or a file name, or mention someone who took part. ${history} alone shows all closed requests.`,
  /** Parts of the two lines of a request. */
  task: (task: string, project: string) => `*${task}* in ${project}`,
  breakGlass: '🚨 without approval',
  reviewDue: '🚨 without approval, not signed off',
  askedBy: (person: string) => `requested by ${person}`,
  approvedBy: (people: readonly string[]) => `approved by ${people.join(', ')}`,
  noApproval: 'no approval was needed',
  moreFields: (count: number) => `${count} more`,
  noRequest: (id: string) =>
    `There is no request ${id}. \`/relay requests\` lists open requests, and \`/relay history\` closed ones.`,
  story: (id: string, link?: string) =>
    `*What happened to ${id}*${link ? ` · <${link}|its card and thread>` : ''}`,
  submitted: '📨 Requested.',
  restInThread: 'The rest is in the thread of its card.',
};

function counted(count: number, what: string): string {
  return `${count === 0 ? 'No' : count} ${what}${count === 1 ? '' : 's'}`;
}

function inProject(project: string | undefined): string {
  return project === undefined ? '' : ` in *${project}*`;
}

function about(task: string | undefined): string {
  return task === undefined ? '' : ` for *${task}*`;
}
