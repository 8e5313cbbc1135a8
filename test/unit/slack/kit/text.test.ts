import { expect, test } from 'vitest';
import { typedText } from '#src/slack/kit/text.ts';

test.each([
  ['history <@U0LEAD|lena>', 'history <@U0LEAD|lena>'],
  ['history <@U0LEAD>', 'history <@U0LEAD>'],
  ['show <#C0OPS|news-24h>', 'show #news-24h'],
  ['show <#C0OPS>', 'show <#C0OPS>'],
  ['list <http://push.example.com|push.example.com>', 'list push.example.com'],
  ['list <https://a.example.com/x?a=1&amp;b=2>', 'list https://a.example.com/x?a=1&b=2'],
  ['list <mailto:lena@example.com|lena@example.com>', 'list lena@example.com'],
  ['list <!here> <!subteam^S0LEADS|@leads>', 'list <!here> @leads'],
  ['list a &lt;b&gt; &amp;amp;', 'list a <b> &amp;'],
  ['list &lt;@U0LEAD&gt;', 'list <@U0LEAD>'],
])('%j after a command is %j', (sent, typed) => {
  expect(typedText(sent)).toBe(typed);
});
