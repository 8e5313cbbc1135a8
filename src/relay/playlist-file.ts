/** Kinds of files that a playlist may come from, by the ends of their names. */
export const PLAYLIST_FILE_KINDS = ['txt', 'm3u', 'm3u8', 'csv'] as const;

type Kind = (typeof PLAYLIST_FILE_KINDS)[number];

/** One source of a playlist file; `line` counts from 1. */
export interface FileEntry {
  readonly url: string;
  readonly line: number;
}

/** What is wrong with a playlist file, and where; `line` counts from 1. */
export type PlaylistFileProblem =
  | { readonly code: 'unknown_kind' }
  /** Not UTF-8. */
  | { readonly code: 'not_text' }
  | { readonly code: 'no_urls' }
  | { readonly code: 'no_url'; readonly line: number; readonly text: string }
  /** A line of HLS: the file describes one stream in segments, not a list of files. */
  | { readonly code: 'is_hls'; readonly line: number }
  /** A directive that could change what is played, so that leaving it out would be a guess. */
  | { readonly code: 'unknown_directive'; readonly line: number; readonly text: string }
  | { readonly code: 'wrong_columns'; readonly line: number; readonly columns: number }
  | { readonly code: 'no_url_column'; readonly line: number }
  | { readonly code: 'open_quote'; readonly line: number };

type Read =
  | { readonly ok: true; readonly entries: readonly FileEntry[] }
  | { readonly ok: false; readonly problem: PlaylistFileProblem };

/** M3U directives that describe an entry without changing what is played. */
const DESCRIPTIONS = /^#(?:EXTM3U|EXTINF|EXTALB|EXTART|EXTGENRE|EXTGRP|EXTENC|EXTIMG|PLAYLIST)\b/i;

/**
 * The sources of a playlist file in order: one URL per line, or a column of URLs. Nothing is guessed: a file with
 * anything that is not understood is rejected.
 */
export function readPlaylistFile(name: string, bytes: Uint8Array): Read {
  const kind = kindOf(name);
  if (kind === undefined) return wrong({ code: 'unknown_kind' });
  const text = textOf(bytes);
  if (text === undefined) return wrong({ code: 'not_text' });
  const read = kind === 'csv' ? readCsv(text) : readLines(text, kind);
  return read.ok && read.entries.length === 0 ? wrong({ code: 'no_urls' }) : read;
}

function kindOf(name: string): Kind | undefined {
  const end = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return PLAYLIST_FILE_KINDS.find((kind) => kind === end);
}

/** Without the byte order mark; undefined for a file that is not UTF-8 text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function wrong(problem: PlaylistFileProblem): Read {
  return { ok: false, problem };
}

/** Lines that begin with `#` are comments or, in M3U, directives. */
function readLines(text: string, kind: Exclude<Kind, 'csv'>): Read {
  const entries: FileEntry[] = [];
  for (const [index, whole] of text.split(/\r\n|\r|\n/).entries()) {
    const [line, content] = [index + 1, whole.trim()];
    if (content.startsWith('#EXT-X-')) return wrong({ code: 'is_hls', line });
    if (kind !== 'txt' && content.startsWith('#EXT') && !DESCRIPTIONS.test(content)) {
      return wrong({ code: 'unknown_directive', line, text: content });
    }
    if (content === '' || content.startsWith('#')) continue;
    if (!isUrl(content)) return wrong({ code: 'no_url', line, text: content });
    entries.push({ url: content, line });
  }
  return { ok: true, entries };
}

/** Only absolute URLs count: a relative path does not say where the file is. */
function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text) && URL.canParse(text);
}

const URL_COLUMNS: ReadonlySet<string> = new Set(['url', 'source_url', 'source_urls', 'source']);

/** One column of URLs, or several columns with a header line that calls one of them `url`. */
function readCsv(text: string): Read {
  const parsed = csvRows(text);
  if (!Array.isArray(parsed)) return wrong({ code: 'open_quote', line: parsed.openQuoteAt });
  const [first, ...rest] = parsed;
  if (first === undefined) return { ok: true, entries: [] };
  const named = first.cells.findIndex((cell) => URL_COLUMNS.has(cell.trim().toLowerCase()));
  const columns = first.cells.length;
  if (named < 0 && columns > 1) return wrong({ code: 'no_url_column', line: first.line });
  const entries: FileEntry[] = [];
  for (const { cells, line } of named < 0 ? parsed : rest) {
    if (cells.length !== columns) {
      return wrong({ code: 'wrong_columns', line, columns: cells.length });
    }
    const url = cells[Math.max(named, 0)]?.trim() ?? '';
    if (!isUrl(url)) return wrong({ code: 'no_url', line, text: url });
    entries.push({ url, line });
  }
  return { ok: true, entries };
}

interface Row {
  readonly cells: readonly string[];
  /** Where it begins. */
  readonly line: number;
}

/** One cell as in RFC 4180, quoted or not, and what ends it. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\r|\n|$)/y;

/** The non-empty rows, or the line of a quote that is misplaced or never closed. */
function csvRows(text: string): Row[] | { readonly openQuoteAt: number } {
  const rows: Row[] = [];
  let [cells, line, rowLine]: [string[], number, number] = [[], 1, 1];
  let place = 0;
  while (place < text.length || cells.length > 0) {
    CELL.lastIndex = place;
    const found = CELL.exec(text);
    if (!found) return { openQuoteAt: line };
    const [whole, quoted, bare = '', end] = found;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.match(/\r\n|\r|\n/g)?.length ?? 0;
    place += whole.length;
    if (end === ',') continue;
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: rowLine });
    [cells, rowLine] = [[], line];
  }
  return rows;
}
