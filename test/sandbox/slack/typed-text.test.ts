import { expect, test } from 'vitest';
import { readManifest } from './manifest.ts';
import { manifest } from './testing.ts';
import { commandText, messageText } from './typed-text.ts';
import { createWorkspace } from './workspace.ts';

const workspaceWith = (escapes: boolean) =>
  createWorkspace({
    now: () => 0,
    manifest: readManifest({
      ...manifest,
      features: { slash_commands: [{ command: '/desk', should_escape: escapes }] },
    }),
    team: { id: 'T0TEAM', name: 'Team' },
    people: [{ id: 'U0ANN', name: 'Ann Author', handle: 'ann' }],
    channels: [{ id: 'C0OPS', name: 'ops', members: ['U0ANN'], botIsMember: true }],
    usergroups: [{ id: 'S0LEADS', handle: 'leads', users: ['U0ANN'] }],
  });
const [escaping, plain] = [workspaceWith(true), workspaceWith(false)];

test.each([
  ['@ann and @nobody', '<@U0ANN|ann> and @nobody', '@ann and @nobody'],
  ['#ops #1 @here', '<#C0OPS|ops> #1 <!here>', '#ops #1 @here'],
  ['@leads', '<!subteam^S0LEADS|@leads>', '@leads'],
  [
    'https://a.example.com/x?a&b',
    '<https://a.example.com/x?a&amp;b>',
    'https://a.example.com/x?a&amp;b',
  ],
  [
    'push.example.com live/one.mp4',
    '<http://push.example.com|push.example.com> live/one.mp4',
    'push.example.com live/one.mp4',
  ],
  ['<@U0ANN> & co', '&lt;@U0ANN&gt; &amp; co', '&lt;@U0ANN&gt; &amp; co'],
])('an app gets %j in the form its manifest asks for', (typed, escaped, unescaped) => {
  expect(commandText(escaping, '/desk', typed)).toBe(escaped);
  expect(commandText(plain, '/desk', typed)).toBe(unescaped);
});

test('in a message names become references without labels', () => {
  expect(messageText(plain, 'Hello @ann, see #ops <b>')).toBe(
    'Hello <@U0ANN>, see <#C0OPS> &lt;b&gt;',
  );
});
