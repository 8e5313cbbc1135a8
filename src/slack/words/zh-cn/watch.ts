import type { Words } from '../words.ts';

export const watch: Words['watch'] = {
  hint: '仅供参考：事件的格式没有文档说明，可能迟到、重复或缺失。',
  eventsOff:
    '⚠️ 目前收不到事件：relaydesk.yml 中没有 `events.token` 配置项。请 relaydesk 的管理员设置。',
  notInChannel:
    '🔒 我不在这个频道里，无法在此发送事件。请输入 `/invite @relaydesk` 后重试。没有订阅任何内容。',
  notInDirect: '🔒 我无法在这个私信里发送事件。请在我所在的频道里输入该命令。没有订阅任何内容。',
  stopLabel: (what) => `停止 ${what} 的事件`,
  nothing: '本频道没有订阅。',
  howTo: (example, help) =>
    `${example} 把一个任务的事件发到这里；加上 \`applied\` 、 \`failed\` 、 \`stale\` 或 \`no-stream\` 则发送其变更的结果。 ${help} 查看详细用法。`,
  tooMany: (max, list) => `本频道已有 ${max} 个订阅，达到上限。用 ${list} 列出，并可逐个停止。`,
  gone: '这个订阅之前已停止。',
  title: (count) => `*本频道有 ${count} 个订阅*`,
  subscription: (task, project, events) => `${task} · 项目 *${project}* · ${events}`,
  allTasks: '全部拉流转推任务',
  allEvents: '全部任务事件',
  subscribed: (person, subscription, list) =>
    `🔔 ${person} 让本频道订阅： ${subscription}\n用 ${list} 查看或停止订阅。`,
  thereAlready: (subscription) => `本频道已有此订阅： ${subscription}`,
  stopped: (person, subscription) => `🔕 ${person} 停止了订阅： ${subscription}`,
  toldAnyway: '本频道本来就会收到该项目每个变更的结果，因此没有另外订阅。',
  noStream: (id, task, project) =>
    `🔴 *没有直播流* ：项目 *${project}* 的 *${task}* 自 ${id} 生效后没有直播流。变更之前有流，现在也应当有，但两次查询均未发现。`,
  event: (task, project, event) => `📣 *${task}* · 项目 *${project}* · \`${event}\``,
  meaning: (words) => `（${words}）`,
  late: (when) => `发生于 ${when}，上报较晚`,
  often: (count, since) => `*${count} 次* ，自 ${since} 起`,
  says: (facts) => `事件内容： ${facts}`,
  newestSays: (facts) => `最近一次的内容： ${facts}`,
  read: (when, facts) => `读取于 ${when}：${facts}`,
  taskGone: '⚠️ 该任务已被删除。',
  taskUnread: '⚠️ 暂时读取不到任务。',
};

export const guard: Words['guard'] = {
  count: (event, count) => `\`${event}\` ${count} 次`,
  reported: (id, counts, last) =>
    `⚠️ ${id} 生效后，直播 API 报告了 ${counts.join(' 、 ')} ，最近一次 ${last}。`,
  present: (when) =>
    `📡 ${when} 查询到直播流。观众察觉不到的重试也会触发这类事件，因此没有通知任何人。`,
  doubtful: (when) =>
    `📡 ${when} 没有查询到直播流。稍后会再查一次；如果仍然没有，会在这里通知相关人员。`,
  absent: (when) => `📡 ${when} 没有查询到直播流。`,
  gone: (when) => `🔴 ${when} 没有查询到直播流；已通知相关人员。`,
};
