import { expect, test } from 'vitest';
import { isAllowedAddress } from '#src/sources/egress.ts';

test.each(['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111', '::ffff:93.184.215.14'])(
  '%s is public',
  (address) => {
    expect(isAllowedAddress(address, [])).toBe(true);
  },
);

test.each([
  ['this host', '0.0.0.0'],
  ['loopback', '127.0.0.1'],
  ['a private network', '10.1.2.3'],
  ['a private network', '172.16.0.1'],
  ['a private network', '192.168.1.1'],
  ['link-local: the metadata of a machine in the cloud', '169.254.169.254'],
  ['carrier-grade NAT: metadata in some clouds', '100.100.100.200'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['documentation', '192.0.2.1'],
  ['benchmarks', '198.18.0.1'],
  ['reserved', '240.0.0.1'],
  ['loopback', '::1'],
  ['unspecified', '::'],
  ['unique local', 'fd00::1'],
  ['link-local', 'fe80::1'],
  ['site-local', 'fec0::1'],
  ['loopback within IPv6', '::ffff:127.0.0.1'],
  ['a private address within IPv6', '::ffff:a00:1'],
  ['an IPv4-compatible address', '::10.0.0.1'],
  ['NAT64', '64:ff9b::a00:1'],
  ['NAT64 of a network', '64:ff9b:1::a00:1'],
  ['6to4', '2002:a00:1::1'],
  ['Teredo', '2001:0:a00:1::1'],
  ['documentation', '2001:db8::1'],
  ['multicast', 'ff02::1'],
  ['no address', 'localhost'],
])('%s is not: %s', (_kind, address) => {
  expect(isAllowedAddress(address, [])).toBe(false);
});

test('a listed network is allowed, its neighbours are not', () => {
  const listed = ['127.0.0.0/8', 'fd12::/16'];

  expect(isAllowedAddress('127.1.2.3', listed)).toBe(true);
  expect(isAllowedAddress('::ffff:127.0.0.1', listed)).toBe(true);
  expect(isAllowedAddress('fd12::1', listed)).toBe(true);
  expect(isAllowedAddress('10.0.0.1', listed)).toBe(false);
  expect(isAllowedAddress('fd13::1', listed)).toBe(false);
});
