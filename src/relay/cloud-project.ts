/** Ports that an address need not name. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * What tells one project of the cloud from every other, whatever the configuration calls it and
 * however it spells the endpoint: `host:port/path/project id`. The letters of a host and of a project
 * id count the same in either case; so does a last slash, a last dot and a default port.
 */
export function cloudProjectOf(project: {
  /** An address that `URL` can parse. */
  readonly endpoint: string;
  readonly projectId: string;
}): string {
  const { protocol, hostname, port, pathname } = new URL(project.endpoint);
  const host = hostname.replace(/\.$/, '');
  const path = pathname.replace(/\/+$/, '');
  const at = port || (DEFAULT_PORTS[protocol] ?? '');
  return `${host}:${at}${path}/${project.projectId.toLowerCase()}`;
}
