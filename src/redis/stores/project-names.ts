import type { ChangeRequest } from '#src/approval/change-request.ts';

/** A project of the configuration, as far as its name is concerned. */
interface NamedProject {
  readonly name: string;
  /** `cloudProjectOf`. */
  readonly cloud: string;
}

/** Names change with the configuration; what the store keeps is filed under projects of the cloud. */
export interface ProjectNames {
  /** The names that there are. */
  readonly all: readonly string[];
  /** Where requests of a project are filed; a name that is not configured stands for itself. */
  readonly cloudOf: (name: string) => string;
  /** A request under the name that its project has today. */
  readonly renamed: (request: ChangeRequest) => ChangeRequest;
}

/** Characters of a project id that tell a project that is gone from the one that has its name now. */
const ID_SHOWN = 8;

export function createProjectNames(projects: readonly NamedProject[] = []): ProjectNames {
  const clouds = new Map(projects.map(({ name, cloud }) => [name, cloud]));
  const names = new Map(projects.map(({ name, cloud }) => [cloud, name]));

  function nameOf({ project, cloud }: ChangeRequest): string {
    if (cloud === undefined) return project;
    const name = names.get(cloud);
    if (name !== undefined) return name;
    // Nothing of this request may be done to the project that has its name now.
    return clouds.has(project) ? `${project}/${idIn(cloud).slice(0, ID_SHOWN)}` : project;
  }

  return {
    all: [...clouds.keys()],
    cloudOf: (name) => clouds.get(name) ?? name,
    renamed(request) {
      const project = nameOf(request);
      return project === request.project ? request : { ...request, project };
    },
  };
}

function idIn(cloud: string): string {
  return cloud.slice(cloud.lastIndexOf('/') + 1);
}

/** What the indexes and the lock of a request go by. */
export function filedUnder({ cloud, project }: ChangeRequest): string {
  return cloud ?? project;
}
