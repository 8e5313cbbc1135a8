import { randomUUID } from 'node:crypto';
import manifest from '../package.json' with { type: 'json' };
import { setTimeout as sleep } from 'node:timers/promises';
import { createSamePersons } from './approval/policy/accounts.ts';
import { createDispatching } from './app/dispatching.ts';
import { createKeepingOnAir } from './app/keeping-on-air.ts';
import { createReloading } from './app/reloading.ts';
import { createServing } from './app/serving.ts';
import { createApprovalService } from './approval/service.ts';
import { derived } from './basics/derived.ts';
import type { Config, Reread } from './config/load-config.ts';
import { createEndings } from './ending/forecast.ts';
import { createExecution } from './execution/execute.ts';
import { lookNow } from './execution/look-at-stream.ts';
import { createHttpServer } from './http/server.ts';
import type { Log } from './log.ts';
import { cloudProject, createProjects } from './project/create-project.ts';
import { createFindings } from './project/findings.ts';
import { createStores } from './redis/stores/create-stores.ts';
import { createDrafts } from './redis/stores/drafts.ts';
import { createDirectoryVersion } from './redis/stores/directory-version.ts';
import { createProjectNames } from './redis/stores/project-names.ts';
import { createPolicyStore } from './redis/stores/policy-store.ts';
import { createRequestStore, type Hear, traceOf } from './redis/stores/request-store.ts';
import { openStore } from './redis/open-store.ts';
import { createWatchStore } from './redis/stores/watch-store.ts';
import { createSlackApp } from './slack/app.ts';
import { createSlackClients } from './slack/transport/client.ts';
import { createDirectory } from './slack/people/directory.ts';
import { createChannels } from './slack/channel/create-channels.ts';
import { nextDayMs } from './slack/channel/daily-audit-head.ts';
import { identify } from './slack/transport/bot-identity.ts';
import { createHomePublisher } from './slack/home/publish-home.ts';
import { permalinksIn } from './slack/transport/permalink.ts';
import { createPersonalWords } from './slack/people/personal-words.ts';
import { createWatchPoster } from './slack/watch/watch-poster.ts';
import { withRefusalsTold, withTransitionsTold } from './telemetry/requests.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { createWatchService } from './watch/service.ts';

/** Connects all rooms, in the order in which they need each other. */
export async function createApp(
  log: Log,
  deps: {
    readonly replica: string;
    /** The configuration with its current secrets. */
    readonly latest: () => Config;
    readonly current: () => Config;
    readonly reread: () => Reread;
    /** Called when this version must no longer write to the store. */
    readonly onOutdated: (why: string) => void;
    /** Called when another relaydesk.yml is in force. */
    readonly onTaken: () => void;
  },
) {
  const { replica, latest, current, reread, onOutdated, onTaken } = deps;
  // What is read of it here is what a running process cannot take.
  const config = current();
  const { waitFor, eventsToken, proxies } = config;
  // Before everything that may have to be waited for: probes are to know that the process is alive.
  const server = createHttpServer();
  await server.listen(config.port, config.host);
  const names = createProjectNames(
    derived(
      () => current().projects,
      (all) => all.map(cloudProject),
    ),
  );
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

  const projects = createProjects(current, { latest, telemetry, now, log });
  const news = createDirectoryVersion(redis);
  const policies = createPolicyStore({ redis, replica, now });
  const hear: Hear = (people, held) => {
    news.hear(people);
    return policies.hear(held);
  };
  const written = createRequestStore(redis, writes, { span: tracing.here, hear, names });
  const requests = withTransitionsTold(written, { ...telemetry, log });
  const directory = createDirectory({ client, identity, hasChanged: news.isNew, now, sleep, log });
  const stores = createStores(store, {
    replica,
    messagesPerMinute: config.slack.messagesPerMinute,
    retentionMs: () => current().retentionMs,
    now,
  });
  const { trail, shown, viewers, headMarks, retention } = stores;
  const around = { projects, now, sleep, log };
  const findings = createFindings(current, stores, around);
  const service = createApprovalService({
    store: requests,
    directory,
    ...findings,
    freezes: stores.freezes,
    projects,
    inForce: policies.inForce,
    ...createSamePersons(() => current().samePerson),
    now,
  });
  const approval = withRefusalsTold(service, { log, metrics });
  const endings = createEndings({ ...findings, approval, now });
  const execution = createExecution({ ...findings, ...around, approval, holdUntilMs });
  const watchStore = createWatchStore(redis, config.eventsKeepMs, writes);
  const { notifier, channels, channelDeps, configNews } = createChannels({
    ...approval,
    ...stores,
    inForce: policies.inForce,
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
  const keepOnAir = createKeepingOnAir({
    ...around,
    approval,
    endings,
    trail,
    stores,
    channelDeps,
    leases,
    execution,
    isStopping: () => isStopping,
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
  const dispatcher = createDispatching({
    ...store,
    ...stores,
    ...findings,
    ...around,
    replica,
    telemetry,
    approval,
    execution,
    notifier,
    channelDeps,
    homes,
    watch,
    endingStep: keepOnAir.step,
    giveWay: () => slack.giveWay(),
    onBeat: () => Promise.all([store.look(), execution.keepMarks(), eventsToken && watch.listen()]),
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
    drafts: createDrafts(redis, writes, hear),
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
  const doors = createServing({
    ...stores,
    ...store,
    isStopping: () => isStopping,
    isConnected: slack.isConnected,
    now,
    slack: slack.listener,
    latest,
    watch,
    channels,
    registry: metrics.registry,
    turnedAtMs: dispatcher.turnedAtMs,
    endings: keepOnAir.stats,
  });

  const reloading = createReloading({
    reread,
    current,
    policies,
    configNews,
    async onTaken() {
      onTaken();
      await keepOnAir.arm();
    },
    metrics,
    log,
  });

  return {
    setUpChecked: metrics.setUpChecked,
    /** Reads relaydesk.yml now, and takes it if it has changed. */
    reload: () => reloading.look(),

    async start(): Promise<void> {
      await store.prepare();
      await reloading.start();
      await dispatcher.start();
      await headMarks.arm(nextDayMs(now()));
      await Promise.all([retention.arm(), keepOnAir.arm(), eventsToken && watch.listen()]);
      server.open(doors);
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
      reloading.stop();
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
