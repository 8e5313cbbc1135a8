import { isDeepStrictEqual } from 'node:util';

/** What differs between two contents of relaydesk.yml, by the names of keys. */
export interface FileChanges {
  readonly changed: readonly string[];
  /** Those of them that a running process cannot take. */
  readonly needRestart: readonly string[];
}

/** What a running process can take. Every other key is used once, at the start. */
const TAKEN: readonly string[] = ['projects', 'same_person', 'retention'];

/** What a project that stays must keep: calls under way, its token and what is stored of it belong to that. */
const KEPT: readonly string[] = ['project_id', 'endpoint', 'region', 'auth'];

type Fields = Readonly<Record<string, unknown>>;

/** Compares files as they are written, so that a `$NAME` whose value has changed is no difference. Both are valid. */
export function changesBetween(before: unknown, after: unknown): FileChanges {
  const changed = differing(fieldsOf(before), fieldsOf(after));
  const others = changed.filter((key) => key !== 'projects');
  const projects = changed.includes('projects')
    ? projectChanges(projectsIn(before), projectsIn(after))
    : { changed: [], needRestart: [] };
  return {
    changed: [...others, ...projects.changed],
    needRestart: [...others.filter((key) => !TAKEN.includes(key)), ...projects.needRestart],
  };
}

function projectChanges(
  before: ReadonlyMap<string, Fields>,
  after: ReadonlyMap<string, Fields>,
): FileChanges {
  const changes = [...after].map(([name, project]): FileChanges => {
    const earlier = before.get(name);
    if (!earlier) return added(name, nameBefore(project, before));
    const keys = differing(earlier, project);
    const named = (key: string): string => `projects[${name}].${key}`;
    return {
      changed: keys.map(named),
      needRestart: keys.filter((key) => KEPT.includes(key)).map(named),
    };
  });
  const gone = [...before.keys()].filter((name) => !after.has(name));
  return {
    changed: [...changes.flatMap((each) => each.changed), ...gone.map((name) => `-${name}`)],
    needRestart: changes.flatMap((each) => each.needRestart),
  };
}

/** A project under another name would not be found by what runs in it at this moment. */
function added(name: string, earlier: string | undefined): FileChanges {
  return earlier === undefined
    ? { changed: [`+${name}`], needRestart: [] }
    : { changed: [`+${name}`], needRestart: [`the name of projects[${earlier}]`] };
}

/** The name that a project of the cloud had. */
function nameBefore(
  { endpoint, project_id: id }: Fields,
  before: ReadonlyMap<string, Fields>,
): string | undefined {
  const same = [...before].find(
    ([, old]) => old['endpoint'] === endpoint && old['project_id'] === id,
  );
  return same?.[0];
}

function differing(before: Fields, after: Fields): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function projectsIn(file: unknown): ReadonlyMap<string, Fields> {
  const { projects } = fieldsOf(file);
  const all = Array.isArray(projects) ? projects.map(fieldsOf) : [];
  return new Map(all.map((project) => [String(project['name']), project]));
}
