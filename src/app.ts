import { randomUUID } from 'node:crypto';
import manifest from '../package.json' with { type: 'json' };
import { setTimeout as sleep } from 'node:timers/promises';
import { createSamePersons } from './approval/accounts.ts';
import { notePolicies } from './approval/audit.ts';
import { createApprovalService } from './approval/service.ts';
import type { Config } from './config/load-config.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { createEndings } from './ending/forecast.ts';
import { createKeepOnAir } from './ending/keep-on-air.ts';
import { createExecution } from './execution/execute.ts';
import { lookNow } from './execution/look-at-stream.ts';
import { createLooks } from './execution/look-later.ts';
import { createHandlers } from './outbox/handlers.ts';
import { createHttpServer } from './http/server.ts';
import type { Log } from './log.ts';
import { cloudProject, createProjects } from './project/create-project.ts';
import { createFindings } from './project/findings.ts';
import { createStores } from './redis/stores/create-stores.ts';
import { createStatusPages } from './http/health.ts';
import { createDrafts } from './redis/stores/drafts.ts';
import { createDirectoryVersion } from './redis/stores/directory-version.ts';
import { createOutbox } from './redis/work/outbox.ts';
import { createProjectNames } from './redis/stores/project-names.ts';
import { createRequestStore, traceOf } from './redis/stores/request-store.ts';
import { endingLease } from './redis/work/leases.ts';
import { openStore } from './redis/open-store.ts';
import { createWatchStore } from './redis/stores/watch-store.ts';
import { createSlackApp } from './slack/app.ts';
import { createSlackClients } from './slack/transport/client.ts';
import { createDirectory } from './slack/people/directory.ts';
import { createChannels } from './slack/channel/create-channels.ts';
import { createDailyAuditHead, nextDayMs } from './slack/channel/daily-audit-head.ts';
import { identify } from './slack/transport/bot-identity.ts';
import { createEndingPoster } from './slack/ending/ending-poster.ts';
import { createHomePublisher } from './slack/home/publish-home.ts';
import { permalinksIn } from './slack/transport/permalink.ts';
import { createPersonalWords } from './slack/people/personal-words.ts';
import { isSlackAway } from './slack/transport/slack-errors.ts';
import { createWatchPoster } from './slack/watch/watch-poster.ts';
import { createAroundEntry, createUnknownTold } from './telemetry/entries.ts';
import { createMetricsPage } from './telemetry/page.ts';
import { withRefusalsTold, withTransitionsTold } from './telemetry/requests.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { createWatchService } from './watch/service.ts';

/**
 * Connects all rooms, in the order in which they need each other. `latest`: the configuration with its current
 * secrets.
 */
export async function createApp(
  config: Config,
  log: Log,
  {
    replica,
    latest,
    onOutdated,
  }: {
    readonly replica: string;
    readonly latest: () => Config;
    /** Called when this version must no longer write to the store. */
    readonly onOutdated: (why: string) => void;
  },
) {
  const { waitFor, eventsToken, proxies } = config;
  const names = createProjectNames(config.projects.map(cloudProject));
  const address = () => latest().redisUrl;
  const store = openStore({ address, replica, waitFor, names, onOutdated, sleep, log });
  const { redis, reader, writes, leases, holdUntilMs } = store;
  const { now } = store.clock;
  const telemetry = await createTelemetry({
    version: manifest.version,
    replica,
    traces: config.traces,
    headers: () => latest().traces?.headers,
    traceOf: (request) => traceOf(redis, request),
    now,
    log,
  });
  const { metrics, tracing, slackCall: onCall } = telemetry;
  const connection = { access: () => latest().slack, proxies, log, now, onCall };
  const { client, postingClient } = createSlackClients(connection);
  const identity = await identify({ client, sleep, log });

  const projects = createProjects(config, { latest, telemetry, now, log });
  const news = createDirectoryVersion(redis);
  const written = createRequestStore(redis, writes, {
    span: tracing.here,
    hear: news.hear,
    names,
  });
  const requests = withTransitionsTold(written, { ...telemetry, log });
  const directory = createDirectory({ client, identity, hasChanged: news.isNew, now, sleep, log });
  const stores = createStores(store, {
    replica,
    messagesPerMinute: config.slack.messagesPerMinute,
    retentionMs: config.retentionMs,
    now,
  });
  const { trail, shown, viewers, headMarks, retention } = stores;
  const around = { projects, now, sleep, log };
  const findings = createFindings(config, stores, around);
  const service = createApprovalService({
    store: requests,
    directory,
    ...findings,
    freezes: stores.freezes,
    projects,
    ...createSamePersons(config.samePerson),
    now,
  });
  const approval = withRefusalsTold(service, { log, metrics });
  const endings = createEndings({ ...findings, approval, now });
  const execution = createExecution({ ...findings, ...around, approval, holdUntilMs });
  const watchStore = createWatchStore(redis, config.eventsKeepMs, writes);
  const { notifier, channels, channelDeps } = createChannels({
    ...requests,
    ...stores,
    client,
    postingClient,
    projects,
    directory,
    linkTo: permalinksIn(identity.url),
    subscriptions: watchStore.subscriptions,
    guardLine: watchStore.guardLine,
    now,
    log,
  });
  const keepOnAir = createKeepOnAir({
    ...around,
    approval,
    endings,
    trail,
    store: stores.endings,
    poster: createEndingPoster(channelDeps),
    renew: (cloud) => leases.take(endingLease(cloud)),
    isBusy: execution.isRunning,
    isStopping: () => isStopping,
    newId: randomUUID,
  });
  const words = createPersonalWords(directory);
  const homes = createHomePublisher({
    client,
    projects,
    approval,
    shown,
    viewers,
    words,
    endings: keepOnAir.soon,
    linkTo: permalinksIn(identity.url),
    now,
  });
  const watch = createWatchService({
    store: watchStore,
    poster: createWatchPoster({ ...channelDeps, shown }),
    approval,
    lookAtStream: (id) => lookNow({ approval, ...around }, id),
    ...around,
  });
  const onUnknown = createUnknownTold({ log, metrics });
  const dispatcher = createDispatcher({
    outbox: createOutbox({ redis, reader, replica, now, onUnknown }),
    handlers: createHandlers({
      approval,
      execution,
      looks: createLooks({ ...findings, ...around, approval, execution }),
      notifier,
      homes,
      viewers,
      watch,
      heads: createDailyAuditHead({ ...channelDeps, trail, posted: headMarks }),
      retention,
      endingStep: keepOnAir.step,
      leases,
      giveWay: () => slack.giveWay(),
      now,
    }),
    around: createAroundEntry({ ...telemetry, now, entryHandled: metrics.entryHandled }),
    isOutage: isSlackAway,
    onBeat: () => Promise.all([store.look(), execution.keepMarks(), eventsToken && watch.listen()]),
    now,
    sleep,
    log,
  });
  const slack = createSlackApp({
    ...stores,
    ...connection,
    ...findings,
    endings,
    keepOnAir,
    identity,
    projects,
    approval,
    drafts: createDrafts(redis, writes, news.hear),
    notifier,
    homes,
    words,
    watch,
    takesEvents: eventsToken !== undefined,
    peopleChanged: () => news.tell(),
    newId: randomUUID,
    onAck: ({ kind, ms }) => metrics.click(kind, ms),
    aroundClick: telemetry.aroundClick,
  });
  let isStopping = false;
  const status = { isConnected: slack.isConnected, isStopping: () => isStopping, now };
  const server = createHttpServer({
    slack: slack.listener,
    events: eventsToken
      ? { token: () => latest().eventsToken ?? eventsToken, take: (body) => watch.take(body) }
      : undefined,
    status: createStatusPages({
      ...status,
      turnedAtMs: dispatcher.turnedAtMs,
      ping: async () => (await redis.ping()) === 'PONG',
      untakenAgeMs: stores.stats.untakenAgeMs,
      metricsToken: () => latest().metricsToken,
      metrics: createMetricsPage({
        ...status,
        registry: metrics.registry,
        figures: stores.stats.read,
        endings: keepOnAir.stats,
        channels,
        clockAheadMs: store.clock.aheadMs,
      }),
    }),
  });

  return {
    setUpChecked: metrics.setUpChecked,

    async start(): Promise<void> {
      await store.prepare();
      await notePolicies(trail, [...projects.values()], now());
      await dispatcher.start();
      await headMarks.arm(nextDayMs(now()));
      await Promise.all([retention.arm(), keepOnAir.arm(), eventsToken && watch.listen()]);
      await server.listen(config.port, config.host);
      await slack.start();
      log.info('relaydesk is ready', {
        version: manifest.version,
        port: config.port,
        projects: [...projects.keys()],
      });
    },

    /**
     * Takes nothing new, finishes running work, leaves the rest to other replicas, and closes everything. Over HTTP,
     * clicks are accepted a while longer, until the load balancer has noticed.
     */
    async stop(): Promise<void> {
      isStopping = true;
      const finished = dispatcher.stop();
      // It may be waiting for work, and Redis may not be answering.
      reader.disconnect();
      const isHttp = config.slack.transport.kind === 'http';
      await Promise.all([finished, isHttp ? sleep(config.stop.delayMs) : slack.disconnect()]);
      await server.close();
      await slack.finished();
      await tracing.stop();
      store.disconnect();
    },
  };
}
