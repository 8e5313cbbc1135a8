/** The as-run log: what was on, and when. Times, file names and requests come ready for mrkdwn. */
export const asRun = {
  title: (task: string, project: string, date: string, zone: string) =>
    `*${task}* in *${project}*, as run on ${date} (${zone})`,
  range: (from: number, to: number, count: number) => `${from} to ${to} of ${count}`,
  span: (from: string, until: string) => `${from} – ${until}`,
  since: (from: string) => `since ${from}`,
  until: (at: string) => `until ${at}`,
  unnamed: 'a file that the event does not name',
  /** The API does not say whether it counts from 0 or from 1. */
  numbered: (index: string) => `file with index ${index} (as reported)`,
  putBy: (request: string) => `added by ${request}`,
  startUnknown: 'start not reported',
  ends: {
    replaced: 'end not reported; something else started then',
    exited: 'end not reported; the task exited then',
    open: 'no end reported',
  },
  gap: (when: string, length: string) => `⚠️ ${when} · gap of ${length}: no file was reported.`,
  gapUnsure: 'relaydesk was not listening for part of that time, so a file may be missing.',
  quiet: (from: string) => `⚠️ since ${from} · no further file was reported`,
  alarm: (when: string, said?: string) => `🚨 ${when} · alarm${said ? `: ${said}` : ''}`,
  started: (at: string) => `▶️ ${at} · the task started`,
  exited: (at: string, said?: string) =>
    `⏹️ ${at} · the task exited${said ? `: ${said}` : ''}; it may have been a restart`,
  reset: (at: string) => `✏️ ${at} · the settings were changed, but not by a request of relaydesk`,
  change: (at: string, request: string, title: string) => `✅ ${at} · ${request} applied: ${title}`,
  silence: (when: string) =>
    `❔ ${when} · relaydesk was not running or had no Redis: events may be missing`,
  hint: (zone: string) =>
    `Times are in your time zone; days are those of ${zone}. All of this is from the task's events: one may come late, twice or not at all, and a file that plays may still be black.`,
  dropped: (at: string) => `Events before ${at} are no longer kept.`,
  listeningSince: (at: string) => `relaydesk has been listening for events since ${at}.`,
  late: (count: number) =>
    count === 1
      ? '1 event came late.'
      : `${count} events came late; they are listed by when they happened.`,
  doubled: (count: number) =>
    count === 1
      ? '1 event came twice and counts once.'
      : `${count} events came more than once; each counts once.`,
  ahead: (count: number) =>
    `${count === 1 ? '1 event has' : `${count} events have`} a time in the future, so the time of arrival counts.`,
  nothing: 'No events are known of that day.',
  notYet: 'It has not begun yet.',
  tooOld: (days: number) =>
    `Events are kept for ${days === 1 ? 'a day' : `${days} days`} (\`events.keep\` in relaydesk.yml).`,
  notListening: 'relaydesk was not listening for events at that time.',
  notReported: (events: readonly string[], modify: string) =>
    `This task does not report files: choose ${events.join(' and ')} under Reported events (${modify}).`,
  noneCame:
    'Either no file began or ended, or the events do not arrive: the callback address of the task has to be `https://<host of relaydesk>/live/events/<token>`.',
  full: 'relaydesk has reached its limit of kept events, so those of this task are not kept. Tell the relaydesk admin: `events.keep` can be shorter.',
  noneHeard: (project: string, example: string) =>
    `No events of tasks in *${project}* are kept. Once some arrive, ${example} tells what was on when.`,
  heard: (count: number, project: string, example: string) =>
    `Events of ${count === 1 ? '1 task' : `${count} tasks`} in *${project}* are kept. Name one, as in ${example}:`,
  heardTask: (task: string, at: string) => `• *${task}* · last event ${at}`,
  moreHeard: (count: number) => `and ${count} more`,
};
