import { expect, test } from 'vitest';
import { story } from './desk.ts';

story('Help and wrong words', (at) => {
  test('help lists all commands with examples', async () => {
    const { operator } = at();

    const help = await operator.types('/relay help');
    const nothing = await operator.types('/relay');
    const onModify = await operator.types('/relay help modify');

    expect(help).toContain('/relay modify [project] [task]');
    expect(nothing).toBe(help);
    expect(onModify).toContain('/relay modify live-prod');
  });

  test.each([
    ['a misspelt command', '/relay modfy', 'Did you mean `modify`?'],
    ['a misspelt command in help', '/relay help modfy', 'Did you mean `modify`?'],
    ['a command that is like no other', '/relay xyzzyplugh', 'Type `/relay help`'],
    ['a misspelt project', '/relay modify live-prd live/news24', 'Did you mean `live-prod`?'],
    ['too many words', '/relay modify live-prod live/news24 now', 'modify [project] [task]'],
  ])('%s is answered with the nearest right one', async (_what, line, answer) => {
    expect(await at().operator.types(line)).toContain(answer);
  });

  test('mistyped words are quoted without harm', async () => {
    const { operator, slack } = at();

    const answer = await operator.types('/relay `<!channel>` <@U0LEAD>');

    expect(answer).toContain('Unknown command');
    expect(slack.person(operator.id).ephemerals().at(-1)?.mentions).toEqual([]);
  });
});
