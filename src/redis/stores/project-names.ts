import { derived } from '#src/basics/derived.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';

interface NamedProject {
  readonly name: string;
  /** `cloudProjectOf`. */
  readonly cloud: string;
}

/** Names may change in the configuration, so the store files everything by project of the cloud. */
export interface ProjectNames {
  readonly all: readonly string[];
  /** What requests of a project are filed under; an unconfigured name stands for itself. */
  readonly cloudOf: (name: string) => string;
  /** A request with the current name of its project. */
  readonly renamed: (request: ChangeRequest) => ChangeRequest;
}

/** Characters of a project id that distinguish a removed project from the one that has its name now. */
const ID_SHOWN = 8;

const NONE: readonly NamedProject[] = [];

/** `projects`: those that are configured at present. */
export function createProjectNames(
  projects: () => readonly NamedProject[] = () => NONE,
): ProjectNames {
  const maps = derived(projects, (all) => ({
    clouds: new Map(all.map(({ name, cloud }) => [name, cloud])),
    names: new Map(all.map(({ name, cloud }) => [cloud, name])),
  }));

  function nameOf({ project, cloud }: ChangeRequest): string {
    if (cloud === undefined) return project;
    const { clouds, names } = maps();
    const name = names.get(cloud);
    if (name !== undefined) return name;
    // This request must not touch the project that has its name now.
    return clouds.has(project) ? `${project}/${idIn(cloud).slice(0, ID_SHOWN)}` : project;
  }

  return {
    get all() {
      return [...maps().clouds.keys()];
    },
    cloudOf: (name) => maps().clouds.get(name) ?? name,
    renamed(request) {
      const project = nameOf(request);
      return project === request.project ? request : { ...request, project };
    },
  };
}

function idIn(cloud: string): string {
  return cloud.slice(cloud.lastIndexOf('/') + 1);
}

/** What the indexes and the lock of a request are named after. */
export function filedUnder({ cloud, project }: ChangeRequest): string {
  return cloud ?? project;
}
