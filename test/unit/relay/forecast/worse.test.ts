import { expect, test } from 'vitest';
import { isWorse, offAirMark, type ShownEffect } from '#src/relay/forecast/worse.ts';

const off = (kind: ShownEffect['kind'], strength: ShownEffect['strength']): ShownEffect => ({
  kind,
  grade: 'off_air',
  strength,
});
const missing = (file?: number): ShownEffect => ({ ...off('source_trouble', 'could'), file });
const interruption: ShownEffect = { kind: 'break', grade: 'interruption', strength: 'expected' };
const programme: ShownEffect = { kind: 'new_playlist', grade: 'programme', strength: 'will' };
const none: ShownEffect = { kind: 'no_effect', grade: 'none', strength: 'will' };

test.each([
  ['the same', [off('paused', 'will'), interruption], [off('paused', 'will'), interruption], false],
  ['less', [off('paused', 'will'), programme], [none], false],
  ['a graver grade', [programme], [interruption, programme], true],
  [
    'another effect of the same grade',
    [programme],
    [{ ...programme, kind: 'other_rounds' }],
    false,
  ],
  ['a first way to go off air', [interruption], [off('ends_soon', 'will')], true],
  ['another way to go off air', [off('paused', 'will')], [off('push_key_ended', 'could')], true],
  [
    'what could happen, and now will',
    [off('start_moved', 'could')],
    [off('start_moved', 'will')],
    true,
  ],
  ['what was expected, and now will', [off('paused', 'expected')], [off('paused', 'will')], false],
  ['what would happen, and now could', [off('paused', 'will')], [off('paused', 'could')], false],
  ['another file that is missing', [missing(5)], [missing(1)], true],
  ['one more file that is missing', [missing(5)], [missing(1), missing(5)], true],
  ['the same file, still missing', [missing(5), missing(1)], [missing(1)], false],
  ['a file, where an older record names none', [missing()], [missing(1)], false],
  ['a break that is surer', [{ ...interruption, strength: 'could' }], [interruption], false],
] as const)('%s: worse is as it should be', (_what, approved, now, expected) => {
  expect(isWorse(approved, now)).toBe(expected);
});

test.each([
  ['the same in another order', [off('paused', 'will'), off('ends_soon', 'could')], true],
  [
    'one of them twice',
    [off('ends_soon', 'could'), off('paused', 'will'), off('paused', 'will')],
    true,
  ],
  [
    'another interruption beside',
    [off('ends_soon', 'could'), off('paused', 'will'), interruption],
    true,
  ],
  ['one less', [off('paused', 'will')], false],
  ['one more certain', [off('ends_soon', 'will'), off('paused', 'will')], false],
  ['none', [], false],
])('the mark of ways to go off air, compared with %s', (_what, effects, isSame) => {
  const mark = offAirMark([off('ends_soon', 'could'), off('paused', 'will')]);

  expect(offAirMark(effects) === mark).toBe(isSame);
});

test('the mark tells two files that fail apart', () => {
  expect(offAirMark([missing(1)])).not.toBe(offAirMark([missing(2)]));
});
