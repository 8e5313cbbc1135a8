import type { SlackAccess } from './connection.ts';

/** Characters of a list of 30 URLs and what describes them, generously, in bytes. */
export const FILE_BYTES_MAX = 256 * 1024;

/** Why a file of Slack was not read. */
export type FileFailure =
  /** Its address is not Slack's, so it gets no token. */
  | 'elsewhere'
  | 'too_large'
  | 'too_slow'
  /** Slack does not hand it to this bot: gone, or the scope `files:read` is missing. */
  | 'refused'
  | 'unreachable';

export type FileRead =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: FileFailure };

/** Reads the file at an address that Slack gave out (`url_private`), within so many milliseconds. */
export type ReadFile = (url: string, withinMs: number) => Promise<FileRead>;

/**
 * Files that people attach to a form, read with the bot's token. The token goes to Slack's own host for files, or to the
 * host of the API where that is another one; redirects are not followed, since Slack answers with one to its page for
 * signing in where it refuses. Never throws.
 */
export function createFileReader({ access }: { readonly access: SlackAccess }): ReadFile {
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

/** Undefined for more than may be read; the rest of it is not waited for. */
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

/** `https://files.slack.com` beside `https://slack.com/api/`, or the very origin of the API. */
function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const [file, api] = [new URL(url), new URL(apiUrl)];
  if (file.username !== '' || file.password !== '') return false;
  return (
    file.origin === api.origin ||
    (api.protocol === 'https:' && file.origin === `https://files.${api.host}`)
  );
}
