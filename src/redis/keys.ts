import type { Scope } from '#src/approval/ports.ts';

/** All key names. They share one hash tag, so that in a Cluster a script finds all its keys on one node. */
export const keys = {
  request: (id: string) => `{relaydesk}:request:${id}`,
  /** Where a request is shown in Slack: message references, and the version that was shown. */
  messages: (id: string) => `{relaydesk}:messages:${id}`,
  draft: (id: string) => `{relaydesk}:draft:${id}`,
  /** Number of the store's layout; see `migrations.ts`. */
  schema: '{relaydesk}:schema',
  /** Hash of how far a migration has come, by index. */
  migration: '{relaydesk}:migration',
  lastId: '{relaydesk}:last-id',
  /** Sorted set of open request ids by creation time. */
  open: '{relaydesk}:open',
  /** Sorted set of closed request ids by the time they were closed. */
  closed: '{relaydesk}:closed',
  /**
   * Sorted sets of request ids for finding requests; see `indexes.ts`. `cloud` identifies a project of the cloud,
   * whatever its name in the configuration.
   */
  requestsOf: (scope: Scope, cloud: string) => `{relaydesk}:${scope}-of:${cloud}`,
  requestsBy: (scope: Scope, cloud: string, userId: string) =>
    `{relaydesk}:${scope}-by:${cloud}:${userId}`,
  requestsOn: (scope: Scope, cloud: string, taskId: string) =>
    `{relaydesk}:${scope}-on:${cloud}:${taskId}`,
  /** Sorted sets of request ids by the time at which they are to run, or to set their task back. */
  scheduled: (run: string, cloud: string, taskId?: string) =>
    taskId === undefined
      ? `{relaydesk}:scheduled-${run}-of:${cloud}`
      : `{relaydesk}:scheduled-${run}-on:${cloud}:${taskId}`,
  /** Sorted set of the request ids in this open state, by the time they were made. */
  openIn: (state: string) => `{relaydesk}:open-in:${state}`,
  /** Holds the id of the request that is running on a relay task. */
  taskLock: (cloud: string, taskId: string) => `{relaydesk}:task-lock:${cloud}:${taskId}`,
  /** Sorted set of people who have their Home open, by the time of their last press in it. */
  homeViewers: '{relaydesk}:looking',
  /** Hash of what the Home of a person shows. */
  home: (userId: string) => `{relaydesk}:home:${userId}`,
  /** Stream of work to do, one field `entry`. */
  outbox: '{relaydesk}:outbox',
  /** Stream of entries that failed too often. */
  deadLetters: '{relaydesk}:outbox:aside',
  /** Sorted set of outbox entries by the time they become due, in milliseconds. */
  timers: '{relaydesk}:timers',
  /** Hash of what channels watch, by subscription id. */
  watches: '{relaydesk}:watches',
  /** An event of the Live API as it was taken. */
  event: (id: string) => `{relaydesk}:event:${id}`,
  /** Exists while another copy of the event counts as a repetition. */
  eventSeen: (id: string) => `{relaydesk}:event-seen:${id}`,
  /** How many events came within a minute. */
  eventRate: '{relaydesk}:event-rate',
  /** Stream of a task's events, for the as-run log. */
  eventsOf: (taskId: string) => `{relaydesk}:events-of:${taskId}`,
  /** Sorted set of the tasks with kept events, by the time of their last event. */
  eventTasks: '{relaydesk}:event-tasks',
  /** Hash of how many events are kept by task; the total is under the empty name. */
  eventCounts: '{relaydesk}:event-counts',
  /** Hash of since when and until when a replica has been taking events. */
  listening: '{relaydesk}:listening',
  /** Stream of the periods in which no replica did. */
  silences: '{relaydesk}:silences',
  /** Events that share one message. */
  eventGroup: (key: string) => `{relaydesk}:event-group:${key}`,
  /** What was reported of a task after a change of it. */
  guardLine: (requestId: string) => `{relaydesk}:guard-line:${requestId}`,
  /** Exists once the thread of a request was told that its task was reset. */
  resetNoted: (requestId: string) => `{relaydesk}:reset-noted:${requestId}`,
  /** What was found out about a source; `digest` is the SHA-256 of its URL. */
  sourceCheck: (digest: string) => `{relaydesk}:source-check:${digest}`,
  /** What is remembered of the tasks of a project of the cloud that end soon. */
  ending: (cloud: string) => `{relaydesk}:ending:${cloud}`,
  /** One message about tasks that end soon. */
  endNotice: (id: string) => `{relaydesk}:end-notice:${id}`,
  /** Hash of who lets a task of a project of the cloud end, and when, by task id. */
  letEnd: (cloud: string) => `{relaydesk}:let-end:${cloud}`,
  /** Hash of the freezes from chat in a project of the cloud: `project`, and `task:` with the id of a task. */
  freezes: (cloud: string) => `{relaydesk}:freezes:${cloud}`,
  /** A freeze that was made or lifted, as it is to be told. */
  freezeNews: (id: string) => `{relaydesk}:freeze-news:${id}`,
  /** Hash of the presets that people saved in a project of the cloud, by name. */
  presets: (cloud: string) => `{relaydesk}:presets:${cloud}`,
  /** Tasks of a project that share a target, by the SHA-256 of the target. */
  rivals: (cloud: string) => `{relaydesk}:rivals:${cloud}`,
  /** Hash of what `npm run probe` has measured of the Live API in a region, by fact. */
  measured: (region: string) => `{relaydesk}:measured:${region}`,
  /** A relay task as it was before a probe, until the probe has restored it. */
  probed: (cloud: string, taskId: string) => `{relaydesk}:probed:${cloud}:${taskId}`,
  /** Counts how often Slack reported changes of people or groups. */
  directoryVersion: '{relaydesk}:people-news',
  /** Which policies replicas hold in a project of the cloud; see `approval/policies-in-force.ts`. */
  policies: (cloud: string) => `{relaydesk}:policies:${cloud}`,
  /** Counts how often any of these changed. */
  policiesVersion: '{relaydesk}:policies-news',
  audit: '{relaydesk}:audit',
  /** Hash of the last audit line. */
  auditHead: '{relaydesk}:audit:head',
  /** Hash of the last audited values that do not belong to a request. */
  auditNoted: '{relaydesk}:audit:noted',
  /** Written last, to see whether replicas have everything before it. */
  fence: '{relaydesk}:fence',
  /** Hash of the day on which the head was last posted, by channel. */
  headPosted: '{relaydesk}:audit:head-posted',
  /** Exists once people have been told that we cannot post in a channel. */
  outOfReach: (channel: string) => `{relaydesk}:out-of-reach:${channel}`,
  /** What people were told last about the configuration. */
  configTold: (about: string) => `{relaydesk}:config-told:${about}`,
  /** Exists while a replica is alive. */
  replica: (id: string) => `{relaydesk}:replica:${id}`,
  /** When the next call may be made to something that allows only so many in a time. */
  rateLimit: (where: string) => `{relaydesk}:turns:${where}`,
  lease: (name: string) => `{relaydesk}:lane:${name}`,
} as const;
