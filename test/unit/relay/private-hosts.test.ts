import { expect, test } from 'vitest';
import { DEFAULT_SOURCE_SCHEMES, sourceUrlProblem } from '#src/relay/source-url.ts';

const anyPublicHost = { schemes: [...DEFAULT_SOURCE_SCHEMES] };

const PRIVATE_HOSTS = [
  ['loopback', '127.0.0.1'],
  ['another loopback', '127.255.255.254'],
  ['private, 10', '10.0.0.1'],
  ['private, 172.16', '172.16.0.1'],
  ['private, 172.31', '172.31.255.255'],
  ['private, 192.168', '192.168.1.1'],
  ['link-local', '169.254.1.1'],
  ['metadata', '169.254.169.254'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['benchmarks', '198.18.0.1'],
  ['documentation', '192.0.2.1'],
  ['decimal', '2130706433'],
  ['decimal metadata', '2852039166'],
  ['hexadecimal', '0x7f000001'],
  ['hexadecimal parts', '0x7f.0x0.0x0.0x1'],
  ['hexadecimal metadata', '0xA9FEA9FE'],
  ['octal', '017700000001'],
  ['octal parts', '0177.0.0.01'],
  ['octal with zeros', '00000177.0.0.1'],
  ['mixed', '0x7f.1'],
  ['short', '127.1'],
  ['shorter', '127.0.1'],
  ['zero', '0'],
  ['short private', '10.1'],
  ['trailing dot', '127.0.0.1.'],
  ['percent-encoded', '127%2e0%2e0%2e1'],
  ['percent-encoded digit', '%3127.0.0.1'],
  ['full-width digits', '１２７.0.0.1'],
  ['ideographic full stops', '127。0。0。1'],
  ['circled digits', '①②⑦.0.0.1'],
  ['IPv6 loopback', '[::1]'],
  ['IPv6 loopback written out', '[0:0:0:0:0:0:0:1]'],
  ['IPv6 unspecified', '[::]'],
  ['IPv6 link-local', '[fe80::1]'],
  ['IPv6 unique local', '[fd12:3456::1]'],
  ['IPv6 site-local', '[fec0::1]'],
  ['IPv6 multicast', '[ff02::1]'],
  ['IPv6 documentation', '[2001:db8::1]'],
  ['IPv6 discard', '[100::1]'],
  ['IPv4-mapped', '[::ffff:127.0.0.1]'],
  ['IPv4-mapped in hexadecimal', '[::ffff:7f00:1]'],
  ['IPv4-mapped private', '[::ffff:10.0.0.1]'],
  ['IPv4-compatible', '[::127.0.0.1]'],
  ['IPv4-compatible in hexadecimal', '[::7f00:1]'],
  ['IPv4-compatible of a public one', '[::8.8.8.8]'],
  ['IPv4-translated', '[::ffff:0:127.0.0.1]'],
  ['NAT64', '[64:ff9b::127.0.0.1]'],
  ['NAT64 in hexadecimal', '[64:ff9b::7f00:1]'],
  ['local NAT64', '[64:ff9b:1::10.0.0.1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['6to4 metadata', '[2002:a9fe:a9fe::1]'],
  ['Teredo', '[2001:0:7f00:1::1]'],
  ['localhost', 'localhost'],
  ['localhost with a dot', 'localhost.'],
  ['localhost with two dots', 'localhost..'],
  ['localhost in capitals', 'LOCALHOST'],
  ['localhost in circles', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ'],
  ['localhost in full width', 'ｌｏｃａｌｈｏｓｔ'],
  ['localhost percent-encoded', 'loc%61lhost'],
  ['below localhost', 'a.localhost'],
  ['localdomain', 'localhost.localdomain'],
  ['mDNS', 'printer.local'],
  ['internal', 'metadata.google.internal'],
  ['internal with a dot', 'metadata.google.internal.'],
  ['intranet', 'wiki.intranet'],
  ['home', 'nas.home.arpa'],
  ['lan', 'nas.lan'],
  ['no dot', 'redis'],
  ['no dot but one at the end', 'redis.'],
] as const;

test.each(PRIVATE_HOSTS)('%s (%s) is inside a private network', (_what, host) => {
  const urls = [
    `https://${host}/a.mp4`,
    `http://${host}:8080/a.mp4`,
    `rtmp://${host}/live/a`,
    `rtmp://${host}:1935/live/a`,
    `RTMP://${host}?a`,
  ];

  expect(urls.map((url) => sourceUrlProblem(url, anyPublicHost)?.code)).toEqual(
    urls.map(() => 'url_private_host'),
  );
});

test('a disguised address is shown in plain form', () => {
  expect(sourceUrlProblem('rtmp://0x7f.1/live', anyPublicHost)).toEqual({
    code: 'url_private_host',
    host: '127.0.0.1',
  });
});
