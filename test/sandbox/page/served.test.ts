import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, type OpenPage } from './testing.ts';

let opened: OpenPage;
let slack: OpenPage['slack'];
let page: OpenPage['page'];

beforeAll(async () => {
  opened = await openPage();
  ({ slack, page } = opened);
});
afterAll(() => opened?.stop());

const writes = async (headers: Record<string, string>): Promise<number> => {
  const body = { as: 'U0ANN', verb: 'writes', channel: 'C0OPS', text: 'from elsewhere' };
  const response = await fetch(`${page.url}/do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.status;
};

const statusFor = (headers: Record<string, string>, path = '/'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(`${page.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });

describe('who may ask', () => {
  it('is refused under another name of this machine', async () => {
    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ host: 'sandbox.example.com' })).toBe(403);
    expect(await statusFor({ host: 'sandbox.example.com' }, '/events')).toBe(403);
  });

  it('is no other page', async () => {
    expect(await writes({ origin: 'https://example.com' })).toBe(403);
    expect(await writes({ origin: 'null' })).toBe(403);
    expect(await writes({ 'content-type': 'text/plain' })).toBe(403);
    expect(await writes({ origin: page.url })).toBe(200);
    expect(slack.channel('C0OPS').messages()).toHaveLength(1);
  });

  it('gets the packages that the page imports by name, and no others', async () => {
    const html = await (await fetch(page.url)).text();
    const [, text = ''] = /<script type="importmap">([^]*?)<\/script>/.exec(html) ?? [];
    const paths = Object.values((JSON.parse(text) as { imports: Record<string, string> }).imports);
    expect(paths.length).toBeGreaterThan(1);
    for (const path of paths) {
      const response = await fetch(`${page.url}${path}`);
      expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
      expect(await response.text()).toMatch(/export/);
    }
    expect(await statusFor({}, '/packages/ws.js')).toBe(404);
  });

  it('runs no inline script but its import map', async () => {
    const policy = (await fetch(page.url)).headers.get('content-security-policy');
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/]{43}=';/);
  });

  it('gets the files of the page and no others', async () => {
    expect(await statusFor({}, '/js/app.js')).toBe(200);
    expect(await statusFor({}, '/js/world/world.js')).toBe(200);
    expect(await statusFor({}, '/js/%2e%2e/%2e%2e/page.ts')).toBe(404);
    expect(await statusFor({}, '/js/nothing.js')).toBe(404);
  });
});
