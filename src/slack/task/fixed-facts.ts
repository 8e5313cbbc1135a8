import type { RelayTask } from '#src/relay/relay-task.ts';
import { maskedCallback, maskedTarget, maskedUrl } from '#src/relay/secret.ts';
import { cut, escaped } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What the API cannot change on a task. */
export function fixedFacts(task: RelayTask, { form }: Words): string {
  const push = task.destination_url
    ? maskedTarget(task.destination_url)
    : [task.domain, task.app_name, task.stream_name].filter(Boolean).join('/');
  const facts = {
    task_id: task.task_id,
    source_type: task.source_type,
    [form.pushTarget]: push || undefined,
    region: task.region,
    callback_url: task.callback_url && maskedCallback(task.callback_url),
    [form.backup]: task.backup_source_urls?.length
      ? task.backup_source_urls.map(maskedUrl).join(' ')
      : undefined,
  };
  return Object.entries(facts)
    .flatMap(([name, value]) => (value ? [`${name} \`${inOneLine(cut(value, 200))}\``] : []))
    .join(' · ');
}

/** Code font ends at a backtick and at the end of a line. */
function inOneLine(text: string): string {
  return escaped(text).replaceAll('`', "'").replaceAll('\n', ' ');
}
