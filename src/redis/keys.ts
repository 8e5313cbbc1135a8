import type { Scope } from '#src/approval/ports.ts';

/**
 * Every name of a key. All carry one hash tag, so that in a Cluster whatever a script touches
 * together is on one node.
 */
export const keys = {
  request: (id: string) => `{relaydesk}:request:${id}`,
  /** Where a request is shown in Slack: message references, and the version that was shown. */
  messages: (id: string) => `{relaydesk}:messages:${id}`,
  draft: (id: string) => `{relaydesk}:draft:${id}`,
  /** Number of the layout of all this; `migrations.ts` knows what it means. */
  schema: '{relaydesk}:schema',
  /** Hash of how far a change of the layout has come, by index. */
  migration: '{relaydesk}:migration',
  lastId: '{relaydesk}:last-id',
  /** Sorted set of open request ids by the time they were made. */
  open: '{relaydesk}:open',
  /** Sorted set of closed request ids by the time they were closed. */
  closed: '{relaydesk}:closed',
  /**
   * Sorted sets of request ids by which requests are found; `indexes.ts` says what is in them. `cloud`
   * is a project of the cloud, whatever its name in the configuration.
   */
  requestsOf: (scope: Scope, cloud: string) => `{relaydesk}:${scope}-of:${cloud}`,
  requestsBy: (scope: Scope, cloud: string, userId: string) =>
    `{relaydesk}:${scope}-by:${cloud}:${userId}`,
  requestsOn: (scope: Scope, cloud: string, taskId: string) =>
    `{relaydesk}:${scope}-on:${cloud}:${taskId}`,
  /** Sorted set of the request ids that are open in this state, by the time they were made. */
  openIn: (state: string) => `{relaydesk}:open-in:${state}`,
  /** Holds the id of the request that is running on a relay task. */
  taskLock: (cloud: string, taskId: string) => `{relaydesk}:task-lock:${cloud}:${taskId}`,
  /** Sorted set of people who have their Home open, by the time of their last press in it. */
  homeViewers: '{relaydesk}:looking',
  /** Hash of what the Home of a person shows. */
  home: (userId: string) => `{relaydesk}:home:${userId}`,
  /** Stream of things to do, one field `entry`. */
  outbox: '{relaydesk}:outbox',
  /** Stream of entries that failed too often. */
  deadLetters: '{relaydesk}:outbox:aside',
  /** Sorted set of outbox entries by the time they become due, in milliseconds. */
  timers: '{relaydesk}:timers',
  /** Hash of what channels watch, by subscription id. */
  watches: '{relaydesk}:watches',
  /** An event of the Live API as it was taken. */
  event: (id: string) => `{relaydesk}:event:${id}`,
  /** Exists while the same event is taken for a repeated one. */
  eventSeen: (id: string) => `{relaydesk}:event-seen:${id}`,
  /** Stream of the events of a task that are kept for the as-run log. */
  eventsOf: (taskId: string) => `{relaydesk}:events-of:${taskId}`,
  /** Sorted set of the tasks of which events are kept, by when they were heard of last. */
  eventTasks: '{relaydesk}:event-tasks',
  /** Hash of how many events are kept: by task, and in all under the empty name. */
  eventCounts: '{relaydesk}:event-counts',
  /** Hash of since when and until when some replica has taken events. */
  listening: '{relaydesk}:listening',
  /** Stream of the times in which none did. */
  silences: '{relaydesk}:silences',
  /** Events that share one message. */
  eventGroup: (key: string) => `{relaydesk}:event-group:${key}`,
  /** Exists once a request was told that its task was reset. */
  resetNoted: (requestId: string) => `{relaydesk}:reset-noted:${requestId}`,
  /** What was found out about a source; `digest` is the SHA-256 of its URL. */
  sourceCheck: (digest: string) => `{relaydesk}:source-check:${digest}`,
  /** Which tasks of a project of the cloud share a target, by the SHA-256 of that. */
  rivals: (cloud: string) => `{relaydesk}:rivals:${cloud}`,
  /** Hash of what `npm run probe` has measured of the Live API in a region, by fact. */
  measured: (region: string) => `{relaydesk}:measured:${region}`,
  /** A relay task as it was before a probe, until that has put it back. */
  probed: (cloud: string, taskId: string) => `{relaydesk}:probed:${cloud}:${taskId}`,
  /** Counts how often Slack said that the people of a group have changed. */
  directoryVersion: '{relaydesk}:people-news',
  audit: '{relaydesk}:audit',
  /** Hash of the last audit line. */
  auditHead: '{relaydesk}:audit:head',
  /** Hash of what the audit has said last of things that are no requests. */
  auditNoted: '{relaydesk}:audit:noted',
  /** Is written last, to see whether replicas have what was written before. */
  fence: '{relaydesk}:fence',
  /** Hash of the day on which the head was posted last, by channel. */
  headPosted: '{relaydesk}:audit:head-posted',
  /** Exists once people were told that nothing can be posted in a channel. */
  outOfReach: (channel: string) => `{relaydesk}:out-of-reach:${channel}`,
  /** Exists while a replica is alive. */
  replica: (id: string) => `{relaydesk}:replica:${id}`,
  /** When the next one may come, of something that takes only so many in a time. */
  rateLimit: (where: string) => `{relaydesk}:turns:${where}`,
  lease: (name: string) => `{relaydesk}:lane:${name}`,
} as const;
