import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv } from 'ajv';
import * as monitoring from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import * as apps from 'kubernetes-models/apps/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { kustomizationAt, type Manifest, rendered } from './kustomize.ts';
import { root } from './sources.ts';

/** Each kind that is used here, with the module that has its schema and its type. */
const MODELS: Readonly<Record<string, readonly [string, object]>> = {
  ConfigMap: ['kubernetes-models/v1', core.ConfigMap],
  Deployment: ['kubernetes-models/apps/v1', apps.Deployment],
  Namespace: ['kubernetes-models/v1', core.Namespace],
  NetworkPolicy: ['kubernetes-models/networking.k8s.io/v1', networking.NetworkPolicy],
  PodDisruptionBudget: ['kubernetes-models/policy/v1', policy.PodDisruptionBudget],
  Service: ['kubernetes-models/v1', core.Service],
  ServiceAccount: ['kubernetes-models/v1', core.ServiceAccount],
  ServiceMonitor: [
    '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
    monitoring.ServiceMonitor,
  ],
};

const overlay = kustomizationAt(root, 'overlays/example');
const manifests = rendered(overlay);
const operations = readFileSync(join(root, 'docs/OPERATIONS.md'), 'utf8');

const one = (kind: string): Manifest => {
  const [found, ...more] = manifests.filter((each) => each.kind === kind);
  if (!found || more.length > 0) throw new Error(`not one ${kind}`);
  return found;
};
const byKind = (all: readonly Manifest[]): Manifest[] =>
  all.toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
const deployment = one('Deployment') as unknown as apps.IDeployment & {
  readonly spec: NonNullable<apps.IDeployment['spec']>;
};
const pod = deployment.spec.template.spec as NonNullable<typeof deployment.spec.template.spec>;
const labels = deployment.spec.template.metadata?.labels ?? {};
const [container] = pod.containers as [(typeof pod.containers)[number]];

/** What its schema says about a manifest; nothing when it is right. */
const problemOf = (manifest: Manifest): string | undefined => {
  const [, Model] = MODELS[manifest.kind] ?? [];
  if (!Model) return `no schema for ${manifest.kind}`;
  try {
    const model = new (Model as new (data: object) => { validate: () => void })(manifest);
    model.validate();
    return undefined;
  } catch (error) {
    return `${manifest.kind} ${manifest.metadata.name}: ${String(error)}`;
  }
};

/** What the compiler says when each manifest is read as its type: keys that nobody knows, above all. */
const unknownKeysIn = (all: readonly Manifest[]): string => {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'manifests-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = all.map((manifest, at) => {
    const [from = ''] = MODELS[manifest.kind] ?? [];
    const type = `import('${from}').I${manifest.kind}`;
    return `export const m${at}: ${type} = ${JSON.stringify(manifest)};`;
  });
  writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'));
  const flags = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target esnext';
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const run = spawnSync(process.execPath, [tsc, ...flags.split(' '), 'manifests.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return `${run.stdout}${run.stderr}`;
};

describe('The manifests of Kubernetes, as the example overlay renders them', () => {
  test('are what the schemas of Kubernetes and of the Prometheus Operator take', () => {
    const wrong = structuredClone(manifests).map((each) =>
      each.kind === 'Deployment'
        ? { ...each, spec: { ...Object(each['spec']), replicas: 'two' } }
        : each,
    );

    expect(manifests).toHaveLength(8);
    expect(manifests.flatMap((each) => problemOf(each) ?? [])).toEqual([]);
    expect(wrong.flatMap((each) => problemOf(each as Manifest) ?? [])).toEqual([
      expect.stringContaining('/spec/replicas must be integer'),
    ]);
  });

  test('have no key that nobody knows', () => {
    const misspelt = { ...one('Service'), sepc: {} };

    expect(unknownKeysIn(manifests)).toBe('');
    expect(unknownKeysIn([misspelt])).toContain(`'"sepc"' does not exist`);
  }, 60_000);

  test('are what kubectl makes of the folder, where there is one', () => {
    const run = spawnSync('kubectl', ['kustomize', overlay], { encoding: 'utf8' });
    if (run.error) return;
    const theirs = parseAllDocuments(run.stdout).map((each) => each.toJS() as Manifest);

    expect(run.stderr).toBe('');
    expect(byKind(manifests)).toEqual(byKind(theirs));
  });

  test('run two replicas as somebody who is not root, on a file system that nobody writes to', () => {
    expect(deployment.spec.replicas).toBe(2);
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(one('Namespace').metadata['labels']).toEqual({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('give a stop the time that it takes, and ask the paths that are there', () => {
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];

    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(20);
    expect(probes.map((probe) => probe?.httpGet?.path)).toEqual([
      '/healthz',
      '/healthz',
      '/readyz',
    ]);
  });

  test('hand over every secret as a file, and hold none', () => {
    const files = (container.env ?? []).flatMap(({ name, value = '' }) =>
      name.endsWith('_FILE') ? [value.replace('/run/secrets/relaydesk/', '')] : [],
    );
    const told = [...operations.matchAll(/--from-file=([a-z_]+)=/g)].map(([, key]) => key);

    expect(files).toContain('slack_bot_token');
    expect(new Set(files)).toEqual(new Set(told));
    expect(manifests.map(({ kind }) => kind)).not.toContain('Secret');
  });

  test('select the pods of the Deployment, and Prometheus its Service', () => {
    const selected = ['Service', 'NetworkPolicy', 'PodDisruptionBudget', 'ServiceMonitor'].map(
      (kind) => {
        const spec = Object(one(kind)['spec']);
        return spec.selector?.matchLabels ?? spec.podSelector?.matchLabels ?? spec.selector;
      },
    );

    expect(deployment.spec.selector.matchLabels).toEqual(labels);
    expect(selected).toEqual(selected.map(() => labels));
    expect(Object(one('Service').metadata['labels'])['app.kubernetes.io/name']).toBe('relaydesk');
    expect(Object(one('ServiceMonitor')['spec']).jobLabel).toBe('app.kubernetes.io/name');
  });

  test('let nobody out to private networks or to the metadata of the cloud, but to Redis and DNS', () => {
    const { egress, policyTypes } = Object(
      one('NetworkPolicy')['spec'],
    ) as networking.INetworkPolicy['spec'] & object;
    const open = (egress ?? []).flatMap(({ to = [] }) =>
      to.flatMap(({ ipBlock }) => ipBlock ?? []),
    );

    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    expect(open.map(({ cidr }) => cidr)).toEqual(['0.0.0.0/0', '::/0']);
    expect(open[0]?.except).toEqual(
      expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']),
    );
  });

  test('have a relaydesk.yml that its schema takes, and the name by which the bot looks for it', () => {
    const data = Object(one('ConfigMap')['data']) as Record<string, string>;
    const schema = JSON.parse(readFileSync(join(root, 'relaydesk.schema.json'), 'utf8')) as object;
    const check = new Ajv({ strict: false }).compile(schema);
    check(parse(data['relaydesk.yml'] ?? ''));

    expect(check.errors ?? []).toEqual([]);
    expect(container.env).toContainEqual({
      name: 'RELAYDESK_CONFIG',
      value: '/etc/relaydesk/relaydesk.yml',
    });
  });

  test('mount a relaydesk.yml that changes while the pods run: a folder, by a name that stays', () => {
    const { configMapGenerator } = parse(
      readFileSync(join(overlay, 'kustomization.yaml'), 'utf8'),
    ) as { configMapGenerator: readonly { readonly options?: object }[] };
    const mounted = container.volumeMounts?.find(({ name }) => name === 'config');

    expect(configMapGenerator.map(({ options }) => options)).toEqual([
      { disableNameSuffixHash: true },
    ]);
    expect(mounted).toEqual({ name: 'config', mountPath: '/etc/relaydesk', readOnly: true });
  });

  test('are all the files that lie there', () => {
    const named = ['base', 'components/monitoring', 'overlays/example'].flatMap((name) => {
      const folder = kustomizationAt(root, name);
      const {
        resources = [],
        patches = [],
        configMapGenerator = [],
      } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8'));
      const paths = [
        'kustomization.yaml',
        ...resources,
        ...patches.map(({ path }: { path: string }) => path),
        ...configMapGenerator.flatMap(({ files }: { files: string[] }) =>
          files.map((file) => file.split('=').at(-1)),
        ),
      ];
      return paths.map((path: string) => relative(root, join(folder, path)));
    });
    const there = globSync('deploy/kubernetes/**/*.*', { cwd: root });

    expect(there.filter((path) => !named.includes(path))).toEqual([]);
  });
});
