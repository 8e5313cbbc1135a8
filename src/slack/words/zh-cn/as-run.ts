import type { Words } from '../words.ts';

export const asRun: Words['asRun'] = {
  title: (task, project, date, zone) =>
    `*${task}* · 项目 *${project}* · ${date}（${zone}）的实际播出`,
  range: (from, to, count) => `第 ${from} 至 ${to} 条，共 ${count} 条`,
  span: (from, until) => `${from} 至 ${until}`,
  since: (from) => `${from} 起`,
  until: (at) => `至 ${at}`,
  unnamed: '事件未说明的文件',
  numbered: (index) => `序号为 ${index} 的文件（按事件所报）`,
  putBy: (request) => `由 ${request} 加入`,
  startUnknown: '未报告开始时间',
  ends: {
    replaced: '未报告结束；当时另有文件或任务开始',
    exited: '未报告结束；当时任务退出',
    open: '未报告结束',
  },
  gap: (when, length) => `⚠️ ${when} · 空档 ${length}：没有报告任何文件。`,
  gapUnsure: '其中一段时间 relaydesk 没有接收事件，可能有遗漏。',
  quiet: (from) => `⚠️ ${from} 起 · 再没有报告任何文件`,
  alarm: (when, said) => `🚨 ${when} · 告警${said ? `：${said}` : ''}`,
  started: (at) => `▶️ ${at} · 任务开始`,
  exited: (at, said) => `⏹️ ${at} · 任务退出${said ? `：${said}` : ''}；也可能只是重启`,
  reset: (at) => `✏️ ${at} · 设置被更改，relaydesk 没有对应的申请`,
  change: (at, request, title) => `✅ ${at} · ${request} 已生效：${title}`,
  silence: (when) => `❔ ${when} · relaydesk 没有运行或连不上 Redis：可能有事件遗漏`,
  hint: (zone) =>
    `时间按你的时区显示；日期以 ${zone} 为准。以上均以任务上报的事件为准：事件可能迟到、重复或缺失，正在播放的文件也可能是黑屏。`,
  dropped: (at) => `${at} 之前的事件已不再保留。`,
  listeningSince: (at) => `relaydesk 自 ${at} 起接收事件。`,
  late: (count) => `${count} 个事件迟到，已按发生时间排列。`,
  doubled: (count) => `${count} 个事件重复，只计一次。`,
  ahead: (count) => `${count} 个事件的时间晚于收到的时间，以收到的时间为准。`,
  nothing: '没有这一天的事件。',
  notYet: '这一天还没有开始。',
  tooOld: (days) => `事件保留 ${days} 天（relaydesk.yml 中的 \`events.keep\` ）。`,
  notListening: '当时 relaydesk 没有接收事件。',
  notReported: (events, modify) =>
    `该任务不上报文件事件：请在“回调事件”中勾选 ${events.join('、')}（ ${modify} ）。`,
  noneCame:
    '可能没有文件开始或结束，也可能事件没有送达：任务的回调地址须为 `https://<relaydesk 的主机>/live/events/<token>` 。',
  full: 'relaydesk 保留的事件已达上限，因此没有保留该任务的事件。请告知 relaydesk 的管理员：可缩短 `events.keep` 。',
  noneHeard: (project, example) =>
    `没有保留项目 *${project}* 中任何任务的事件。收到事件后， ${example} 会列出播出情况。`,
  heard: (count, project, example) =>
    `项目 *${project}* 中有 ${count} 个任务的事件。请指定一个，例如 ${example} ：`,
  heardTask: (task, at) => `• *${task}* · 最近一次事件 ${at}`,
  moreHeard: (count) => `另有 ${count} 个`,
};
