/** Ports that a URL may leave out. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * Identifies a project of the cloud, whatever the configuration calls it and however it spells the endpoint:
 * `host:port/path/project id`. The case of the host and of the project id, a trailing slash or dot and a default port
 * make no difference.
 */
export function cloudProjectOf(project: {
  /** A valid URL. */
  readonly endpoint: string;
  readonly projectId: string;
}): string {
  const { protocol, hostname, port, pathname } = new URL(project.endpoint);
  const host = hostname.replace(/\.$/, '');
  const path = pathname.replace(/\/+$/, '');
  const at = port || (DEFAULT_PORTS[protocol] ?? '');
  return `${host}:${at}${path}/${project.projectId.toLowerCase()}`;
}
