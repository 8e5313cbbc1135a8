import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';

/** All metrics, by their names after `relaydesk_`, and what they tell. */
const HELP = {
  build_info: 'Always 1; the labels say what runs.',
  transitions_total: 'Steps that change requests took, by what happened and the state it led to.',
  refusals_total: 'Refused operations of people, by reason.',
  decision_seconds: 'From the submit of a request to its approval or rejection.',
  run_seconds: 'From the start of an approved request to its outcome.',
  api_calls_total:
    'Calls to the Live API (read, modify, streams) and to IAM (token), by status and error code.',
  api_call_seconds: 'How long a call to the Live API or to IAM took.',
  api_gate_calls: 'Calls to the Live API that are running or waiting.',
  credentials_held_until_seconds:
    'Until when (Unix time) calls are held back because the credentials were refused; 0: not held back.',
  slack_calls_total:
    "Calls to Slack, by method and outcome: ok, rate_limited, no_answer, or Slack's error.",
  slack_call_seconds: 'How long a call to Slack took.',
  click_ack_seconds:
    'From a click, a command or a form to its acknowledgement; Slack waits three seconds.',
  outbox_handle_seconds:
    'How long handling an entry of the outbox took, by outcome: done, again (put off) or failed.',
  outbox_unknown_total:
    'Entries left to a newer version because this one does not know their kind.',
  setup_findings: 'Findings of the last check of the set-up: warnings and failures.',
  setup_checked_seconds: 'When the set-up was last checked (Unix time); 0: not yet.',
  config_reloads_total:
    'How often a changed relaydesk.yml was read since the start, by result: taken or refused.',
  config_refused:
    'Whether the current relaydesk.yml is refused, so that the previous one stays in force.',
  config_policy_differs: 'Whether this replica decides by a policy other than the newest one.',
  requests: 'Change requests by state; all closed ones count as "closed".',
  oldest_request_age_seconds: 'Age of the oldest open request by state.',
  outbox_entries: 'Entries of the outbox that are not done yet.',
  outbox_oldest_age_seconds: 'Age of the oldest entry of the outbox.',
  outbox_untaken_age_seconds: 'How long the oldest untaken entry of the outbox has waited.',
  outbox_timers: 'Entries that become due later.',
  outbox_aside: 'Entries that are dead-lettered because they kept failing.',
  audit_lines: 'Lines of the audit.',
  audit_head: 'The first 12 hexadecimal digits of the hash of the last audit line, as a number.',
  redis_up: 'Whether Redis answered.',
  tasks_ending: 'Relay tasks that end by themselves within a day.',
  keep_on_air_ending:
    'Tasks of keep_on_air that end within the hour, without those for which somebody pressed Let it end.',
  tasks_read_age_seconds: 'How long ago the relay tasks were read for what ends soon.',
  slack_connected: 'Whether Slack can hand over clicks to this replica.',
  clock_ahead_seconds: 'How far the clock of this machine is ahead of that of Redis.',
  channel_out_of_reach:
    'Whether Slack refused to post in the approvals or ops channel within the last five minutes.',
  stopping: 'Whether this replica is stopping.',
} as const;

type Name = keyof typeof HELP;

/** Creates metrics; buckets are in seconds. */
export function createInstruments(registry: Registry) {
  const options = <Label extends string>(name: Name, labelNames: readonly Label[]) => ({
    name: `relaydesk_${name}`,
    help: HELP[name],
    labelNames,
    registers: [registry],
  });
  return {
    counter: <Label extends string = never>(name: Name, labelNames: readonly Label[] = []) =>
      new Counter(options(name, labelNames)),
    gauge: <Label extends string = never>(name: Name, labelNames: readonly Label[] = []) =>
      new Gauge(options(name, labelNames)),
    histogram: <Label extends string>(
      name: Name,
      labelNames: readonly Label[],
      buckets: number[],
    ) => new Histogram({ ...options(name, labelNames), buckets }),
  };
}

export type Instruments = ReturnType<typeof createInstruments>;
