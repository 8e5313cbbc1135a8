import type { SlackAccess } from './connection.ts';

/** More than a list of 30 URLs with descriptions can need, in bytes. */
export const FILE_BYTES_MAX = 256 * 1024;

/** Why a file of Slack was not read. */
export type FileFailure =
  /** The URL is not Slack's, so it must not get the token. */
  | 'elsewhere'
  | 'too_large'
  | 'too_slow'
  /** Slack refuses it: the file is gone, or the scope `files:read` is missing. */
  | 'refused'
  | 'unreachable';

export type FileRead =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: FileFailure };

/** Reads the file at a URL from Slack (`url_private`), within `withinMs` milliseconds. */
export type ReadFile = (url: string, withinMs: number) => Promise<FileRead>;

/**
 * Reads files that people attach to a form, with the bot's token. The token is sent only to Slack's host for files or
 * to the host of the API; redirects are not followed, since Slack refuses with a redirect to its sign-in page. Never
 * throws.
 */
export function createFileReader({
  access,
}: {
  readonly access: () => Pick<ReturnType<SlackAccess>, 'apiUrl' | 'botToken'>;
}): ReadFile {
  return async (url, withinMs) => {
    const { apiUrl, botToken } = access();
    if (!isSlacks(url, apiUrl)) return { ok: false, why: 'elsewhere' };
    const signal = AbortSignal.timeout(withinMs);
    try {
      const response = await fetch(url, {
        headers: { Authorization: `Bearer ${botToken}` },
        redirect: 'manual',
        signal,
      });
      const type = response.headers.get('content-type') ?? '';
      if (!response.ok || type.startsWith('text/html')) {
        await response.body?.cancel();
        return { ok: false, why: 'refused' };
      }
      const bytes = await bytesOf(response);
      return bytes === undefined ? { ok: false, why: 'too_large' } : { ok: true, bytes };
    } catch {
      return { ok: false, why: signal.aborted ? 'too_slow' : 'unreachable' };
    }
  };
}

/** Undefined if the file is too large; the rest is not read. */
async function bytesOf({ body }: Response): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the body.
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > FILE_BYTES_MAX) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** `https://files.slack.com` for `https://slack.com/api/`, or the origin of the API itself. */
function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const [file, api] = [new URL(url), new URL(apiUrl)];
  if (file.username !== '' || file.password !== '') return false;
  return (
    file.origin === api.origin ||
    (api.protocol === 'https:' && file.origin === `https://files.${api.host}`)
  );
}
