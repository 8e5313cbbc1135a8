import { createProjectNames } from '#src/redis/stores/project-names.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import type { Connection } from '#src/redis/script.ts';
import { cloudOf } from '../../unit/approval/sample-request.ts';

/** The names of a configuration with these projects, each with the cloud of its sample requests. */
export const namesOf = (...projects: readonly string[]) =>
  createProjectNames(() => projects.map((name) => ({ name, cloud: cloudOf(name) })));

/** The store as a replica with these projects has it. */
export const storeOn = (
  connection: Connection,
  names = namesOf('live-prod', 'live-test', 'another'),
) => createRequestStore(connection, connection, { names });
