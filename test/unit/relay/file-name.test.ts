import { expect, test } from 'vitest';
import { fileName, fileNames } from '#src/relay/file-name.ts';

const MEDIA = 'https://media.example.com';

test.each([
  [`${MEDIA}/news/evening%20show.mp4?sig=secret`, 'evening show.mp4'],
  [`${MEDIA}/a.mp4%0A%E2%9C%85%202`, 'a.mp4%0A%E2%9C%85%202'],
  [`${MEDIA}/%E2%80%AEgp4.exe`, '%E2%80%AEgp4.exe'],
  [`${MEDIA}/%zz.mp4`, '%zz.mp4'],
  ['https://me:secret@media.example.com/', 'media.example.com'],
  ['', ''],
])('the file of %s is called %s', (url, name) => {
  expect(fileName(url)).toBe(name);
});

const namesOf = (urls: readonly string[]) => urls.map(fileNames(urls));

test('files of different names are called by those', () => {
  expect(namesOf([`${MEDIA}/news/a.mp4`, `${MEDIA}/old/b.mp4`])).toEqual(['a.mp4', 'b.mp4']);
});

test('two files that share a name are called by folder and name', () => {
  expect(namesOf([`${MEDIA}/mon/show.mp4`, `${MEDIA}/tue/show.mp4`, `${MEDIA}/b.mp4`])).toEqual([
    'mon/show.mp4',
    'tue/show.mp4',
    'b.mp4',
  ]);
});

test.each([
  [
    'the folder has the same name as well',
    [`${MEDIA}/mon/hd/show.mp4`, `${MEDIA}/tue/hd/show.mp4`],
    ['mon/hd/show.mp4', 'tue/hd/show.mp4'],
  ],
  [
    'one lies above the other',
    [`${MEDIA}/show.mp4`, `${MEDIA}/old/show.mp4`],
    ['media.example.com/show.mp4', 'old/show.mp4'],
  ],
  [
    'they lie on two servers',
    ['https://one.example.com/show.mp4', 'https://me:secret@two.example.com/show.mp4'],
    ['one.example.com/show.mp4', 'two.example.com/show.mp4'],
  ],
  [
    'only their signatures differ',
    [`${MEDIA}/mon/show.mp4?sig=1`, `${MEDIA}/mon/show.mp4?sig=2`],
    ['show.mp4', 'show.mp4'],
  ],
])('names are as long as it takes to tell them apart: %s', (_how, urls, names) => {
  expect(namesOf(urls)).toEqual(names);
});

test('of thousands of files of one name each is still found apart', () => {
  const urls = Array.from({ length: 2_000 }, (_all, index) => `${MEDIA}/${index}/show.mp4`);

  expect(fileNames(urls)(`${MEDIA}/77/show.mp4`)).toBe('77/show.mp4');
});
