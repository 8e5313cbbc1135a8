import type { Failure } from './live-api.ts';

/**
 * What to do about a failure, as a stable key; `slack/words` has a sentence for each. Ordered from the request
 * through the account to the service.
 */
export const ADVICE_KEYS = [
  'check_parameters',
  'task_gone',
  'already_exists',
  'state_forbids',
  'content_refused',
  'check_credentials',
  'ask_for_permission',
  'check_project',
  'account_problem',
  'quota',
  'check_endpoint',
  'check_network',
  'wait_and_retry',
  'maintenance',
  'contact_support',
] as const;

export type AdviceKey = (typeof ADVICE_KEYS)[number];

/**
 * What a code says about sending the same call again:
 * - `no`: the answer will be the same
 * - `read`: worth another try, but a write may have been applied, so only a read is repeated
 * - `yes`: the gateway stopped the call before it reached the service, so a write is safe as well
 */
export type Retry = 'no' | 'read' | 'yes';

interface ErrorEntry {
  readonly advice: AdviceKey;
  readonly retry: Retry;
}

const entry = (advice: AdviceKey, retry: Retry = 'no'): ErrorEntry => ({ advice, retry });

/**
 * The Live service's own codes (Live API reference, "Error Codes"). The documented status is left out on purpose: the
 * service does not stick to it. Huawei's own Terraform provider treats a 400 with LIVE.103011019 as "not found", so
 * codes decide and the status does not.
 */
export const LIVE_ERRORS = {
  'LIVE.100011000': entry('contact_support', 'read'),
  'LIVE.100011001': entry('check_parameters'),
  'LIVE.100011002': entry('check_credentials'),
  'LIVE.100011003': entry('ask_for_permission'),
  'LIVE.100011004': entry('check_endpoint'),
  'LIVE.100011005': entry('wait_and_retry', 'read'),
  'LIVE.100011006': entry('maintenance'),
  // Throttling, delivered as a 500: whether the service had begun the write is not documented.
  'LIVE.100011007': entry('wait_and_retry', 'read'),
  'LIVE.100011008': entry('maintenance'),
  'LIVE.100011009': entry('check_credentials'),
  'LIVE.100011011': entry('check_endpoint'),
  'LIVE.100011012': entry('contact_support'),
  'LIVE.100011013': entry('account_problem'),
  'LIVE.100011014': entry('account_problem'),
  'LIVE.100011015': entry('check_project'),
  'LIVE.100011022': entry('already_exists'),
  'LIVE.103011016': entry('content_refused'),
  // A step after the write failed, so the write itself may have been done.
  'LIVE.103011017': entry('contact_support', 'read'),
  'LIVE.103011018': entry('already_exists'),
  'LIVE.103011019': entry('task_gone'),
  'LIVE.103011020': entry('quota'),
  // A fault inside the service although it is documented with status 400.
  'LIVE.103011021': entry('contact_support', 'read'),
  'LIVE.103011022': entry('state_forbids'),
  'LIVE.103011023': entry('contact_support', 'read'),
  'LIVE.103011024': entry('account_problem'),
  'LIVE.103011025': entry('account_problem'),
  'LIVE.103011026': entry('content_refused'),
  'LIVE.103011027': entry('content_refused'),
  'LIVE.103011028': entry('contact_support', 'read'),
  'LIVE.103011029': entry('maintenance'),
};

/**
 * The API gateway's codes by their four digits; the prefix is seen as `APIG.` and as `APIGW.`
 * (API Gateway user guide, "Error Codes"). 0201 means two things, told apart by the status.
 */
export const GATEWAY_ERRORS = {
  '0101': entry('check_endpoint'),
  '0103': entry('contact_support'),
  '0104': entry('contact_support'),
  '0105': entry('contact_support'),
  '0106': entry('contact_support'),
  '0107': entry('contact_support', 'read'),
  '0201': entry('check_parameters'),
  '0201:5xx': entry('wait_and_retry', 'read'),
  '0204': entry('check_endpoint'),
  // Also sent for a dead token. A token is renewed once; a signature is never retried.
  '0301': entry('check_credentials'),
  '0302': entry('ask_for_permission'),
  '0303': entry('check_credentials'),
  '0304': entry('ask_for_permission'),
  '0305': entry('check_credentials'),
  '0306': entry('ask_for_permission'),
  '0307': entry('check_credentials'),
  '0308': entry('wait_and_retry', 'yes'),
  '0310': entry('check_project'),
  '0311': entry('check_credentials'),
  '0401': entry('contact_support'),
  '0402': entry('ask_for_permission'),
  '0404': entry('ask_for_permission'),
  '0501': entry('quota'),
  '0502': entry('account_problem'),
  '0601': entry('wait_and_retry', 'read'),
  '0602': entry('check_parameters'),
  '0605': entry('wait_and_retry', 'read'),
  '0606': entry('wait_and_retry', 'read'),
  '0607': entry('check_endpoint'),
  '0608': entry('wait_and_retry', 'read'),
  '0609': entry('wait_and_retry', 'read'),
  '0610': entry('wait_and_retry', 'read'),
  '0611': entry('wait_and_retry', 'read'),
  '0612': entry('wait_and_retry', 'read'),
  '0613': entry('wait_and_retry', 'yes'),
  '0705': entry('wait_and_retry', 'read'),
  '0801': entry('check_endpoint'),
  '0802': entry('account_problem'),
};

const GATEWAY_CODE = /^APIGW?\.(\d{4})$/;

/** The four digits of a gateway code with either prefix; undefined for other codes. */
export function gatewayDigits(errorCode: string | undefined): string | undefined {
  return errorCode === undefined ? undefined : GATEWAY_CODE.exec(errorCode)?.[1];
}

/** A code of the catalogue; gateway codes by their digits. `slack/words` has a meaning for each. */
export type ErrorKey = keyof typeof LIVE_ERRORS | keyof typeof GATEWAY_ERRORS;

/** The key of a code in the catalogue; undefined for an unpublished one. */
export function errorKey(errorCode: string | undefined, httpStatus = 0): ErrorKey | undefined {
  const digits = gatewayDigits(errorCode);
  if (digits === '0201' && httpStatus >= 500) return '0201:5xx';
  if (digits !== undefined) return isKeyOf(GATEWAY_ERRORS, digits) ? digits : undefined;
  return isKeyOf(LIVE_ERRORS, errorCode) ? errorCode : undefined;
}

function isKeyOf<T extends object>(table: T, key: string | undefined): key is string & keyof T {
  return key !== undefined && Object.hasOwn(table, key);
}

/** What the catalogue knows about a code; undefined for an unpublished one. */
export function errorEntry(errorCode: string | undefined, httpStatus = 0): ErrorEntry | undefined {
  const key = errorKey(errorCode, httpStatus);
  return key && { ...LIVE_ERRORS, ...GATEWAY_ERRORS }[key];
}

/** The one line of advice for a failure: by its code, else by its status, else by its kind. */
export function adviceFor(failure: Failure): AdviceKey {
  if (failure.kind === 'credentials') return adviceForSignIn(failure.http_status);
  if (failure.kind === 'task_gone') return 'task_gone';
  if (failure.kind === 'network') return 'check_network';
  if (failure.kind === 'timeout') return 'wait_and_retry';
  const known = errorEntry(failure.error_code, failure.http_status);
  return known?.advice ?? adviceForStatus(failure.http_status ?? 0);
}

/** IAM's status tells what was wrong (IAM API reference, "Obtaining a User Token"). */
function adviceForSignIn(httpStatus: number | undefined): AdviceKey {
  if (httpStatus === 403) return 'ask_for_permission';
  return httpStatus === 404 ? 'check_project' : 'check_credentials';
}

/** For unpublished codes and answers without a code (Live API reference, "Status Codes"). */
function adviceForStatus(httpStatus: number): AdviceKey {
  if (httpStatus >= 500 || httpStatus === 429 || httpStatus === 408) return 'wait_and_retry';
  if (httpStatus >= 300 && httpStatus < 400) return 'check_endpoint';
  const known = STATUS_ADVICE[httpStatus];
  return known ?? (httpStatus >= 400 ? 'check_parameters' : 'contact_support');
}

const STATUS_ADVICE: Readonly<Record<number, AdviceKey>> = {
  401: 'check_credentials',
  403: 'ask_for_permission',
  404: 'check_endpoint',
  405: 'check_endpoint',
  409: 'state_forbids',
};
