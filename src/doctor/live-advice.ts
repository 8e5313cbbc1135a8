import type { AdviceKey } from '#src/relay/error-catalogue.ts';

/** What the admin can do about a failure of the Live API. */
export const LIVE_ADVICE: Record<AdviceKey, string> = {
  check_parameters: 'compare endpoint, region and project_id with the Huawei Cloud console',
  task_gone: 'run the doctor again: a task was deleted meanwhile',
  already_exists: 'give Huawei support the request_id: reading tasks must not answer this',
  state_forbids: 'check the state of the account and its domains in the console',
  content_refused: 'give Huawei support the request_id: reading tasks must not answer this',
  check_credentials:
    'correct the credentials (account name, user and password, or the key and its secret), and check the clock of this machine',
  ask_for_permission:
    'give the IAM user the permissions that docs/INSTALL.md lists, for this project and region',
  check_project:
    'correct project_id, which does not fit the credentials: the console shows one for each region under My Credentials',
  account_problem: 'check the account in the console: it is frozen, in arrears or not verified',
  quota: 'ask Huawei for a larger quota, or delete what is not needed',
  check_endpoint: 'correct endpoint: it is https://live.<region>.myhuaweicloud.com',
  check_network:
    'allow connections from this machine to the endpoint and to IAM, or set HTTPS_PROXY',
  wait_and_retry: 'run the doctor again in a few minutes: the service was busy or had a fault',
  maintenance: 'wait for the end of the maintenance, or ask Huawei support',
  contact_support: 'give Huawei support the request_id',
};
