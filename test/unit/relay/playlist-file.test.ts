import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlaylistFile } from '#src/relay/playlist-file.ts';

const A = 'https://media.example.com/a.mp4';
const B = 'https://media.example.com/b.mp4?sig=1,2';

const read = (name: string, text: string) => readPlaylistFile(name, Buffer.from(text));
const urlsIn = (name: string, text: string) => {
  const found = read(name, text);
  return found.ok ? found.entries.map(({ url }) => url) : found.problem;
};

describe('a text file', () => {
  test('has one URL per line; empty lines and comments are skipped', () => {
    expect(read('list.TXT', `\uFEFF# tonight\r\n${A}\r\n\r\n  ${B}  \r\n`)).toEqual({
      ok: true,
      entries: [
        { url: A, line: 2 },
        { url: B, line: 4 },
      ],
    });
  });

  test.each([
    ['a path', 'evening/a.mp4'],
    ['a name', 'a.mp4'],
    ['two URLs', `${A} ${B}`],
    ['a sentence', 'first the news'],
    ['half a URL', 'https://'],
  ])('%s is no URL, and its line is named', (_what, line) => {
    expect(urlsIn('list.txt', `${A}\n${line}\n`)).toEqual({ code: 'no_url', line: 2, text: line });
  });
});

describe('an M3U file', () => {
  test('has its URLs between directives', () => {
    const text = `#EXTM3U\n#PLAYLIST:Evening\n#EXTINF:1930,The news\n${A}\n# a comment\n#EXTINF:-1,Film\n${B}\n`;

    expect(urlsIn('list.m3u', text)).toEqual([A, B]);
    expect(urlsIn('list.m3u8', text)).toEqual([A, B]);
  });

  test('of HLS is one stream in segments, not a list', () => {
    const text = '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nhttps://media.example.com/1.ts\n';

    expect(urlsIn('index.m3u8', text)).toEqual({ code: 'is_hls', line: 2 });
  });

  test('with a player option is refused, since the option would be lost', () => {
    expect(urlsIn('list.m3u', `#EXTM3U\n#EXTVLCOPT:start-time=30\n${A}`)).toEqual({
      code: 'unknown_directive',
      line: 2,
      text: '#EXTVLCOPT:start-time=30',
    });
  });
});

describe('a CSV file', () => {
  test.each([
    ['one column without a name', `${A}\n"${B}"\n`],
    ['a column called url', `Title,URL\n"News, late",${A}\n"A ""film""","${B}"\n`],
    ['cells over several lines', `url,note\n${A},"first\nof two"\n"${B}",\n`],
  ])('gives the URLs of %s', (_what, text) => {
    expect(urlsIn('list.csv', text)).toEqual([A, B]);
  });

  test.each([
    [
      'a row with a cell too many',
      `url,title\n${A},x\n${A},x,y\n`,
      { code: 'wrong_columns', line: 3, columns: 3 },
    ],
    [
      'a comma in a URL without quotes',
      `${A}\n${B}\n`,
      { code: 'wrong_columns', line: 2, columns: 2 },
    ],
    ['several columns without a name', `${A},x\n`, { code: 'no_url_column', line: 1 }],
    ['semicolons', `url;title\n${A};x\n`, { code: 'no_url', line: 1, text: 'url;title' }],
    ['a quote that does not end', `url\n"${A}\n`, { code: 'open_quote', line: 2 }],
    ['a cell that is no URL', `url,title\n"a\nb",x\n`, { code: 'no_url', line: 2, text: 'a\nb' }],
  ])('is refused with %s', (_what, text, problem) => {
    expect(urlsIn('list.csv', text)).toEqual(problem);
  });
});

test.each([
  ['another kind of file', 'list.docx', Buffer.from(A), 'unknown_kind'],
  ['a name without an end', 'list', Buffer.from(A), 'unknown_kind'],
  ['UTF-16', 'list.txt', Buffer.from(A, 'utf16le'), 'not_text'],
  ['Latin 1', 'list.txt', Buffer.from([0xe9, 0x0a]), 'not_text'],
  ['an empty file', 'list.txt', Buffer.alloc(0), 'no_urls'],
  ['comments alone', 'list.m3u', Buffer.from('#EXTM3U\n'), 'no_urls'],
  ['a header alone', 'list.csv', Buffer.from('url\n'), 'no_urls'],
])('%s is a problem', (_what, name, bytes, code) => {
  expect(readPlaylistFile(name, bytes)).toMatchObject({ ok: false, problem: { code } });
});

test('any file is read to its end, and every line that counts is one URL', () => {
  const line = fc.oneof(
    fc.constantFrom(A, B, '', '#EXTINF:1,x', `"${B}"`, ',', '"', '\r', '\n', '#EXT-X-KEY'),
    fc.string(),
  );
  const kind = fc.constantFrom('txt', 'm3u', 'm3u8', 'csv');
  fc.assert(
    fc.property(kind, fc.array(line), fc.constantFrom('\n', '\r\n'), (end, lines, by) => {
      const found = read(`list.${end}`, lines.join(by));
      if (!found.ok) return;
      for (const { url } of found.entries) expect(URL.canParse(url) && !/\s/.test(url)).toBe(true);
      const places = found.entries.map((entry) => entry.line);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }),
    { numRuns: 2_000 },
  );
});
