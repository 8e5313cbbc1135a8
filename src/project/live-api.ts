import type { ProjectConfig } from '#src/config/load-config.ts';
import type { LiveAuth } from '#src/live-api/auth.ts';
import type { OnHold } from '#src/live-api/log.ts';
import { createLiveStreams } from '#src/live-api/live-streams.ts';
import { createRelayTasks, type RelayTasksOptions } from '#src/live-api/relay-tasks.ts';
import { createSigningAuth } from '#src/live-api/signing-auth.ts';
import { createTokenAuth } from '#src/live-api/token-auth.ts';

interface Options extends Pick<RelayTasksOptions, 'now' | 'log' | 'fetch' | 'onCall' | 'onGate'> {
  readonly onHold?: OnHold;
  readonly project: ProjectConfig;
  /** The current credentials, since those from a file may rotate. */
  readonly credentials: () => ProjectConfig['auth'];
}

/**
 * The Live API of one configured project: its relay tasks, and the streams of its domains. `sweeps` are the same tasks through a
 * gate of their own, for reading all of them while nobody waits.
 */
export function createProjectApi(options: Options) {
  const { name, endpoint, region, project_id: projectId } = options.project;
  const shared = {
    ...options,
    project: { name, projectId, endpoint, region },
    auth: createAuth(options),
  };
  return {
    tasks: createRelayTasks(shared),
    sweeps: createRelayTasks({ ...shared, onGate: undefined }),
    streams: createLiveStreams({ ...shared, onGate: undefined }),
  };
}

function createAuth({ project, credentials, ...common }: Options): LiveAuth {
  const shared = { ...common, projectId: project.project_id };
  const { token, aksk } = project.auth;
  if (token) {
    const now = () => credentials().token ?? token;
    return createTokenAuth({
      ...shared,
      iam: token.iam,
      domain: () => now().domain,
      user: () => now().user,
      password: () => now().password,
    });
  }
  return createSigningAuth({
    ...shared,
    accessKey: () => (credentials().aksk ?? aksk)?.access_key ?? '',
    secretKey: () => (credentials().aksk ?? aksk)?.secret_key ?? '',
    securityToken: () => (credentials().aksk ?? aksk)?.security_token ?? '',
  });
}
