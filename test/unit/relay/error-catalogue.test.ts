import { describe, expect, test } from 'vitest';
import {
  ADVICE_KEYS,
  adviceFor,
  type AdviceKey,
  errorEntry,
  GATEWAY_ERRORS,
  LIVE_ERRORS,
  type Retry,
} from '#src/relay/error-catalogue.ts';

/** Status as documented, code, whether to repeat, advice: written out a second time, on purpose. */
const LIVE: readonly (readonly [number, string, Retry, AdviceKey])[] = [
  [400, '100011001', 'no', 'check_parameters'],
  [400, '100011004', 'no', 'check_endpoint'],
  [400, '100011006', 'no', 'maintenance'],
  [400, '100011008', 'no', 'maintenance'],
  [400, '100011009', 'no', 'check_credentials'],
  [400, '100011011', 'no', 'check_endpoint'],
  [400, '100011012', 'no', 'contact_support'],
  [400, '100011013', 'no', 'account_problem'],
  [400, '100011022', 'no', 'already_exists'],
  [400, '103011018', 'no', 'already_exists'],
  [400, '103011020', 'no', 'quota'],
  [400, '103011021', 'read', 'contact_support'],
  [400, '103011022', 'no', 'state_forbids'],
  [400, '103011024', 'no', 'account_problem'],
  [400, '103011025', 'no', 'account_problem'],
  [400, '103011026', 'no', 'content_refused'],
  [400, '103011027', 'no', 'content_refused'],
  [400, '103011029', 'no', 'maintenance'],
  [401, '100011002', 'no', 'check_credentials'],
  [401, '100011003', 'no', 'ask_for_permission'],
  [401, '100011014', 'no', 'account_problem'],
  [401, '100011015', 'no', 'check_project'],
  [403, '103011016', 'no', 'content_refused'],
  [404, '103011019', 'no', 'task_gone'],
  [500, '100011000', 'read', 'contact_support'],
  [500, '100011005', 'read', 'wait_and_retry'],
  [500, '100011007', 'read', 'wait_and_retry'],
  [500, '103011017', 'read', 'contact_support'],
  [500, '103011023', 'read', 'contact_support'],
  [500, '103011028', 'read', 'contact_support'],
];

const GATEWAY: readonly (readonly [number, string, Retry, AdviceKey])[] = [
  [404, '0101', 'no', 'check_endpoint'],
  [500, '0103', 'no', 'contact_support'],
  [500, '0104', 'no', 'contact_support'],
  [500, '0105', 'no', 'contact_support'],
  [400, '0106', 'no', 'contact_support'],
  [500, '0107', 'read', 'contact_support'],
  [400, '0201', 'no', 'check_parameters'],
  [413, '0201', 'no', 'check_parameters'],
  [502, '0201', 'read', 'wait_and_retry'],
  [504, '0201', 'read', 'wait_and_retry'],
  [400, '0204', 'no', 'check_endpoint'],
  [401, '0301', 'no', 'check_credentials'],
  [403, '0302', 'no', 'ask_for_permission'],
  [401, '0303', 'no', 'check_credentials'],
  [403, '0304', 'no', 'ask_for_permission'],
  [401, '0305', 'no', 'check_credentials'],
  [403, '0306', 'no', 'ask_for_permission'],
  [401, '0307', 'no', 'check_credentials'],
  [429, '0308', 'yes', 'wait_and_retry'],
  [403, '0310', 'no', 'check_project'],
  [401, '0311', 'no', 'check_credentials'],
  [403, '0401', 'no', 'contact_support'],
  [403, '0402', 'no', 'ask_for_permission'],
  [403, '0404', 'no', 'ask_for_permission'],
  [405, '0501', 'no', 'quota'],
  [405, '0502', 'no', 'account_problem'],
  [500, '0601', 'read', 'wait_and_retry'],
  [400, '0602', 'no', 'check_parameters'],
  [500, '0605', 'read', 'wait_and_retry'],
  [500, '0606', 'read', 'wait_and_retry'],
  [400, '0607', 'no', 'check_endpoint'],
  [500, '0608', 'read', 'wait_and_retry'],
  [500, '0609', 'read', 'wait_and_retry'],
  [502, '0610', 'read', 'wait_and_retry'],
  [500, '0611', 'read', 'wait_and_retry'],
  [500, '0612', 'read', 'wait_and_retry'],
  [503, '0613', 'yes', 'wait_and_retry'],
  [500, '0705', 'read', 'wait_and_retry'],
  [403, '0801', 'no', 'check_endpoint'],
  [403, '0802', 'no', 'account_problem'],
];

const published = [
  ...LIVE.map(([status, code, ...rest]) => [status, `LIVE.${code}`, ...rest] as const),
  ...GATEWAY.map(([status, code, ...rest]) => [status, `APIG.${code}`, ...rest] as const),
  ...GATEWAY.map(([status, code, ...rest]) => [status, `APIGW.${code}`, ...rest] as const),
];

test.each(published)('%i %s: repeat %s, advice %s', (status, code, retry, advice) => {
  expect(errorEntry(code, status)).toMatchObject({ retry, advice });
  expect(adviceFor({ kind: 'answered', http_status: status, error_code: code })).toBe(advice);
});

test('the catalogue holds these codes and no others', () => {
  expect(Object.keys(LIVE_ERRORS).toSorted()).toEqual(
    LIVE.map(([, code]) => `LIVE.${code}`).toSorted(),
  );
  expect(Object.keys(GATEWAY_ERRORS).filter((code) => !code.includes(':'))).toEqual([
    ...new Set(GATEWAY.map(([, code]) => code)),
  ]);
});

describe('a code decides, whatever its status', () => {
  test.each([200, 400, 404, 500])('LIVE.103011019 with %i', (status) => {
    const failure = {
      kind: 'answered',
      http_status: status,
      error_code: 'LIVE.103011019',
    } as const;
    expect(adviceFor(failure)).toBe('task_gone');
  });
});

describe('unpublished codes are judged by their status', () => {
  test.each([
    [400, 'check_parameters'],
    [401, 'check_credentials'],
    [403, 'ask_for_permission'],
    [404, 'check_endpoint'],
    [405, 'check_endpoint'],
    [408, 'wait_and_retry'],
    [409, 'state_forbids'],
    [418, 'check_parameters'],
    [429, 'wait_and_retry'],
    [500, 'wait_and_retry'],
    [302, 'check_endpoint'],
    [200, 'contact_support'],
  ] as const)('%i: %s', (status, advice) => {
    const codes = [undefined, 'LIVE.999', 'APIG.9999', 'APIGW.03010', '401', 'toString', ''];
    const given = codes.map((code) =>
      adviceFor({ kind: 'answered', http_status: status, ...(code && { error_code: code }) }),
    );
    expect(new Set(given)).toEqual(new Set([advice]));
  });
});

test.each([
  ['credentials', 'check_credentials'],
  ['network', 'check_network'],
  ['task_gone', 'task_gone'],
  ['timeout', 'wait_and_retry'],
  ['unreadable', 'contact_support'],
] as const)('without an answer: %s, %s', (kind, advice) => {
  expect(adviceFor({ kind })).toBe(advice);
});

test('every advice is used', () => {
  const given = new Set<string>([
    ...published.map(([, , , advice]) => advice),
    adviceFor({ kind: 'network' }),
  ]);

  expect(ADVICE_KEYS.filter((key) => !given.has(key))).toEqual([]);
});
