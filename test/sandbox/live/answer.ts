import type { On } from './faults.ts';

/** An answer of the simulated service. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Live API and gateway: flat. The request id is added when the answer is sent. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error_code: code, error_msg: message },
});

/** IAM nests its errors. */
export const iamRefusal = (status: number, message: string, title = titles[status]): Answer => ({
  status,
  body: { error: { code: status, message, title: title ?? 'Error' } },
});

export const invalid = (message: string): Answer =>
  refusal(400, 'LIVE.100011001', `Invalid parameter: ${message}`);

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const usual: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['LIVE.100011001', 'Invalid parameter.'],
  401: ['APIG.0301', 'Incorrect IAM authentication information: decrypt token fail'],
  403: ['APIG.0302', 'The IAM user is not allowed to access the API.'],
  404: ['LIVE.103011019', 'The resource does not exist.'],
  413: ['APIG.0201', 'Request entity too large'],
  429: [
    'APIG.0308',
    'The throttling threshold has been reached: policy user over ratelimit,limit:30,time:1 minute',
  ],
  500: ['LIVE.100011000', 'Internal communication error.'],
  502: ['APIG.0201', 'Backend unavailable'],
  503: ['APIG.0613', 'IAM authentication information unavailable.'],
  504: ['APIG.0201', 'Backend timeout'],
};

/** The usual error of a status, for faults that give only a status. */
export const usualFailure = (on: On, status: number): Answer => {
  if (on === 'TOKEN') return iamRefusal(status, 'The request could not be served.');
  const [code, message] = usual[status] ?? ['LIVE.100011005', 'Internal error.'];
  return refusal(status, code, message);
};
