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
  const others = differing(fieldsOf(before), fieldsOf(after)).filter((key) => key !== 'projects');
  const [earlier, later] = [projectsIn(before), projectsIn(after)];
  const projects = [...later].map(([name, project]): FileChanges => {
    const old = earlier.get(name);
    if (!old) return added(name, nameBefore(project, earlier));
    const keys = differing(old, project);
    const named = (key: string): string => `projects[${name}].${key}`;
    return {
      changed: keys.map(named),
      needRestart: keys.filter((key) => KEPT.includes(key)).map(named),
    };
  });
  const gone = [...earlier.keys()].filter((name) => !later.has(name));
  return {
    changed: [
      ...others,
      ...projects.flatMap(({ changed }) => changed),
      ...gone.map((name) => `-${name}`),
    ],
    needRestart: [
      ...others.filter((key) => !TAKEN.includes(key)),
      ...projects.flatMap(({ needRestart }) => needRestart),
    ],
  };
}

/** A project under another name would not be found by what runs in it at this moment. */
function added(name: string, earlier: string | undefined): FileChanges {
  const needRestart = earlier === undefined ? [] : [`the name of projects[${earlier}]`];
  return { changed: [`+${name}`], needRestart };
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
