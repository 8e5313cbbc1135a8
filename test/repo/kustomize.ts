import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** An object of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** What of a kustomization.yaml is used here; another key is refused, so that nothing is left out unseen. */
interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly labels?: readonly { readonly pairs: Readonly<Record<string, string>> }[];
  readonly images?: readonly {
    readonly name: string;
    readonly newName: string;
    readonly newTag: string;
  }[];
  readonly configMapGenerator?: readonly {
    readonly name: string;
    readonly files: readonly string[];
    readonly options?: { readonly disableNameSuffixHash?: boolean };
  }[];
  readonly patches?: readonly { readonly path: string }[];
}

const KNOWN =
  'apiVersion kind namespace resources components labels images configMapGenerator patches'.split(
    ' ',
  );
const CLUSTER_WIDE = ['Namespace'];

/** Renders a folder as `kubectl kustomize` does, but for the hash in the name of a generated ConfigMap. */
export const rendered = (folder: string): Manifest[] => {
  const text = readFileSync(join(folder, 'kustomization.yaml'), 'utf8');
  const kustomization = parse(text) as Kustomization;
  const unknown = Object.keys(kustomization).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) throw new Error(`${folder}: ${unknown.join(', ')} is not rendered here`);
  const { resources = [], components = [], configMapGenerator = [], patches = [] } = kustomization;
  const own = [...resources, ...components].flatMap((path) => manifestsAt(join(folder, path)));
  const generated = configMapGenerator.map((each) => configMap(folder, each));
  const patched = patches.reduce<Manifest[]>((all, { path }) => {
    const [patch] = manifestsAt(join(folder, path));
    if (!patch) throw new Error(`${path} is empty`);
    if (!all.some((each) => isSame(each, patch))) throw new Error(`${path} patches nothing`);
    return all.map((each) => (isSame(each, patch) ? (merged(each, patch) as Manifest) : each));
  }, own);
  return [...patched, ...generated].map((each) => transformed(each, kustomization));
};

const manifestsAt = (path: string): Manifest[] =>
  statSync(path).isDirectory()
    ? rendered(path)
    : parseAllDocuments(readFileSync(path, 'utf8')).map((each) => each.toJS() as Manifest);

const configMap = (
  folder: string,
  { name, files }: NonNullable<Kustomization['configMapGenerator']>[number],
): Manifest => {
  const data = files.map((file) => {
    const [key = '', path = key] = file.split('=');
    return [key, readFileSync(join(folder, path), 'utf8')] as const;
  });
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: Object.fromEntries(data),
  };
};

const transformed = (
  manifest: Manifest,
  { namespace, labels = [], images = [] }: Kustomization,
) => {
  const { metadata } = manifest;
  const added = Object.assign({}, ...labels.map(({ pairs }) => pairs)) as Record<string, string>;
  const own = Object.assign({}, metadata['labels'], added);
  const isPlaced = namespace !== undefined && !CLUSTER_WIDE.includes(manifest.kind);
  const text = JSON.stringify({
    ...manifest,
    metadata: {
      ...metadata,
      ...(Object.keys(own).length === 0 ? {} : { labels: own }),
      ...(isPlaced ? { namespace } : {}),
    },
  });
  const withImages = images.reduce(
    (each, { name, newName, newTag }) =>
      each.replaceAll(`"image":"${name}"`, `"image":"${newName}:${newTag}"`),
    text,
  );
  return JSON.parse(withImages) as Manifest;
};

const isSame = (a: Manifest, b: Manifest): boolean =>
  a.kind === b.kind && a.metadata.name === b.metadata.name;

/** A strategic merge: objects by key, lists of named things by name, the patch's own ones first. */
const merged = (value: unknown, patch: unknown): unknown => {
  if (Array.isArray(value) && Array.isArray(patch)) return mergedLists(value, patch);
  if (!isObject(value) || !isObject(patch)) return patch;
  const both = Object.entries(patch).map(([key, inner]) => [
    key,
    key in value ? merged(value[key], inner) : inner,
  ]);
  return { ...value, ...Object.fromEntries(both) };
};

const mergedLists = (values: readonly unknown[], patches: readonly unknown[]): unknown[] => {
  const added = patches.filter((patch) => !values.some((each) => nameOf(each) === nameOf(patch)));
  const changed = values.map((each) => {
    const patch = patches.find((one) => nameOf(one) === nameOf(each));
    return patch === undefined ? each : merged(each, patch);
  });
  return [...added, ...changed];
};

const nameOf = (each: unknown): unknown => (isObject(each) ? each['name'] : undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The folder of a kustomization of this repository. */
export const kustomizationAt = (root: string, name: string): string =>
  dirname(join(root, 'deploy/kubernetes', name, 'kustomization.yaml'));
