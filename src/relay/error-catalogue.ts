import type { Failure } from './live-api.ts';

/**
 * What to do about a failure, as a stable key: the room that speaks to people has a sentence for
 * each. The keys are ordered from "the request" over "the account" to "the service".
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

export interface ErrorEntry {
  /** One sentence in English. */
  readonly meaning: string;
  readonly advice: AdviceKey;
  readonly retry: Retry;
}

const entry = (advice: AdviceKey, meaning: string, retry: Retry = 'no'): ErrorEntry => ({
  meaning,
  advice,
  retry,
});

/**
 * The Live service's own codes (Live API reference, "Error Codes"). The documented status is left
 * out on purpose: the service does not keep to it. Huawei's own Terraform provider treats a 400 with
 * LIVE.103011019 as "not found", so codes decide and the status does not.
 */
export const LIVE_ERRORS: Readonly<Record<string, ErrorEntry>> = {
  'LIVE.100011000': entry('wait_and_retry', 'Internal communication failed.', 'read'),
  'LIVE.100011001': entry('check_parameters', 'A parameter is wrong, missing or ill-formed.'),
  'LIVE.100011002': entry('check_credentials', 'Authentication failed: the signature is wrong.'),
  'LIVE.100011003': entry('ask_for_permission', 'The account may not call this API.'),
  'LIVE.100011004': entry('check_endpoint', 'The call came over HTTP; only HTTPS is accepted.'),
  'LIVE.100011005': entry('wait_and_retry', 'Internal error.', 'read'),
  'LIVE.100011006': entry('maintenance', 'The operation is not supported or under maintenance.'),
  // Throttling, delivered as a 500: whether the service had begun the write is not documented.
  'LIVE.100011007': entry('wait_and_retry', 'Too many requests at the same time.', 'read'),
  'LIVE.100011008': entry('maintenance', 'The operation is under maintenance.'),
  'LIVE.100011009': entry('check_credentials', 'The user who asks is not known.'),
  'LIVE.100011011': entry('check_endpoint', 'The HTTP method is not allowed.'),
  'LIVE.100011012': entry('contact_support', 'The media type is not supported.'),
  'LIVE.100011013': entry('account_problem', 'The account lacks real-name verification.'),
  'LIVE.100011014': entry('account_problem', 'The account is frozen, deleted or in arrears.'),
  'LIVE.100011015': entry('check_project', 'The project id does not fit the credentials.'),
  'LIVE.100011022': entry('already_exists', 'The recording task already exists.'),
  'LIVE.103011016': entry('content_refused', 'The content of the request is illegal.'),
  // What follows the write failed, so the write itself may have been done.
  'LIVE.103011017': entry('contact_support', 'Synchronising to the CDN failed.', 'read'),
  'LIVE.103011018': entry('already_exists', 'The resource already exists.'),
  'LIVE.103011019': entry('task_gone', 'The resource was not found.'),
  'LIVE.103011020': entry('quota', 'The domain quota is used up.'),
  // A fault inside the service although it is documented with status 400.
  'LIVE.103011021': entry('wait_and_retry', 'The service could not reach its database.', 'read'),
  'LIVE.103011022': entry('state_forbids', 'The current state forbids the operation.'),
  'LIVE.103011023': entry('contact_support', 'Synchronising to GSLB failed.', 'read'),
  'LIVE.103011024': entry('account_problem', 'The ICP number of the domain is missing.'),
  'LIVE.103011025': entry('account_problem', 'The ICP number of the domain may not be changed.'),
  'LIVE.103011026': entry('content_refused', 'The domain is on the blacklist.'),
  'LIVE.103011027': entry('content_refused', 'The domain is on the blacklist.'),
  'LIVE.103011028': entry('contact_support', 'Synchronising to DNS failed.', 'read'),
  'LIVE.103011029': entry('maintenance', 'The domain is in a gray-release configuration.'),
};

/**
 * The API gateway's codes by their four digits; the prefix is seen as `APIG.` and as `APIGW.`
 * (API Gateway user guide, "Error Codes"). 0201 means two things, told apart by the status.
 */
export const GATEWAY_ERRORS: Readonly<Record<string, ErrorEntry>> = {
  '0101': entry('check_endpoint', 'No such API: wrong host, path or verb.'),
  '0103': entry('contact_support', 'The backend of the API is not configured.'),
  '0104': entry('contact_support', 'A plug-in of the API is not configured.'),
  '0105': entry('contact_support', 'The backend of the API is not configured.'),
  '0106': entry('contact_support', 'The orchestration of the API failed.'),
  '0201': entry('check_parameters', 'The request is malformed or too large.'),
  '0201:5xx': entry('wait_and_retry', 'The backend is down, too slow or failing.', 'read'),
  '0204': entry('check_endpoint', 'The TLS version is too old.'),
  // Also what a dead token is answered with; a token is renewed once, a signature never retried.
  '0301': entry('check_credentials', 'IAM refused the token, the key or the signature.'),
  '0302': entry('ask_for_permission', 'The IAM user may not call this API.'),
  '0303': entry('check_credentials', 'App authentication failed.'),
  '0304': entry('ask_for_permission', 'The app may not call this API.'),
  '0305': entry('check_credentials', 'Authentication failed.'),
  '0306': entry('ask_for_permission', 'Access to this API is not allowed.'),
  '0307': entry('check_credentials', 'The token has to be renewed.'),
  '0308': entry('wait_and_retry', 'The request limit is reached.', 'yes'),
  '0310': entry('check_project', 'The project is not available.'),
  '0311': entry('check_credentials', 'Debugging authentication failed.'),
  '0401': entry('ask_for_permission', 'The IP address of the caller is not allowed.'),
  '0402': entry('ask_for_permission', 'The IP address of the authoriser is not allowed.'),
  '0404': entry('ask_for_permission', 'The IP address of the backend is not allowed.'),
  '0501': entry('quota', 'The quota of the app is used up.'),
  '0502': entry('account_problem', 'The app is frozen.'),
  '0601': entry('wait_and_retry', 'Internal error of the gateway.', 'read'),
  '0602': entry('check_parameters', 'The gateway could not understand the request.'),
  '0605': entry('wait_and_retry', 'The gateway could not resolve the backend.', 'read'),
  '0606': entry('wait_and_retry', 'Internal error of the gateway.', 'read'),
  '0607': entry('check_endpoint', 'The protocol is not supported.'),
  '0608': entry('wait_and_retry', 'The gateway could not get what it needs to sign in.', 'read'),
  '0609': entry('wait_and_retry', 'Internal error of the gateway.', 'read'),
  '0610': entry('wait_and_retry', 'No backend is available.', 'read'),
  '0611': entry('wait_and_retry', 'The backend could not be found.', 'read'),
  '0612': entry('wait_and_retry', 'Internal error of the gateway.', 'read'),
  '0613': entry('wait_and_retry', 'IAM is not available.', 'yes'),
  '0705': entry('wait_and_retry', 'The gateway could not compute the signature.', 'read'),
  '0802': entry('account_problem', 'The IAM user is barred in this region.'),
};

const GATEWAY_CODE = /^APIGW?\.(\d{4})$/;

/** The four digits of a gateway code, whichever prefix it came with; undefined for another code. */
export function gatewayDigits(errorCode: string | undefined): string | undefined {
  return errorCode === undefined ? undefined : GATEWAY_CODE.exec(errorCode)?.[1];
}

/** What the catalogue knows about a code; undefined for one that nobody published. */
export function errorEntry(errorCode: string | undefined, httpStatus = 0): ErrorEntry | undefined {
  if (errorCode === undefined) return undefined;
  const digits = gatewayDigits(errorCode);
  if (digits === undefined) {
    return Object.hasOwn(LIVE_ERRORS, errorCode) ? LIVE_ERRORS[errorCode] : undefined;
  }
  return GATEWAY_ERRORS[digits === '0201' && httpStatus >= 500 ? '0201:5xx' : digits];
}

/** The one line of advice for a failure: by its code, else by its status, else by its kind. */
export function adviceFor(failure: Failure): AdviceKey {
  if (failure.kind === 'credentials') return adviceForSignIn(failure.http_status);
  if (failure.kind === 'network') return 'check_network';
  if (failure.kind === 'timeout') return 'wait_and_retry';
  const known = errorEntry(failure.error_code, failure.http_status);
  return known?.advice ?? adviceForStatus(failure.http_status ?? 0);
}

/** IAM says by the status what it did not like (IAM API reference, "Obtaining a User Token"). */
function adviceForSignIn(httpStatus: number | undefined): AdviceKey {
  if (httpStatus === 403) return 'ask_for_permission';
  return httpStatus === 404 ? 'check_project' : 'check_credentials';
}

/** For codes nobody published and for answers without one (Live API reference, "Status Codes"). */
function adviceForStatus(httpStatus: number): AdviceKey {
  if (httpStatus >= 500 || httpStatus === 429 || httpStatus === 408) return 'wait_and_retry';
  if (httpStatus >= 300 && httpStatus < 400) return 'check_endpoint';
  switch (httpStatus) {
    case 401:
      return 'check_credentials';
    case 403:
      return 'ask_for_permission';
    case 404:
    case 405:
      return 'check_endpoint';
    case 409:
      return 'state_forbids';
    default:
      return httpStatus >= 400 ? 'check_parameters' : 'contact_support';
  }
}
