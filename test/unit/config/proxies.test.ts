import { expect, test } from 'vitest';
import { loaded, loadedFrom, problemsOf } from './set-up-config.ts';

test('proxies are read from the usual variables, lower-case names first', () => {
  const proxies = loaded({
    HTTP_PROXY: 'http://large.example.com:3128',
    http_proxy: 'http://small.example.com:3128',
    HTTPS_PROXY: 'http://secure.example.com:3128',
    NO_PROXY: 'localhost,.internal',
  }).proxies;

  expect(proxies).toEqual({
    httpProxy: 'http://small.example.com:3128',
    httpsProxy: 'http://secure.example.com:3128',
    noProxy: 'localhost,.internal',
  });
});

test.each([
  'proxy.example.com:3128',
  'socks5://proxy.example.com:1080',
  'http://',
  'none',
  'http://me:50%@proxy.test',
])('%s is not the address of an HTTP proxy, and the start says so', (address) => {
  expect(problemsOf({ HTTPS_PROXY: address })).toEqual([
    'HTTPS_PROXY: must be the address of an HTTP proxy, like http://proxy.example.com:3128',
  ]);
});

test('the password of a proxy is a secret, as written and as sent', () => {
  const { secrets } = loadedFrom({ HTTPS_PROXY: 'http://desk:through%40wall@proxy.test:3128' });

  expect(secrets()).toEqual(expect.arrayContaining(['through%40wall', 'through@wall']));
});
