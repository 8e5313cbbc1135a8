import type { Words } from '../words.ts';

export const freezes: Words['freezes'] = {
  now: (until, why, where) => `❄️ ${where ?? '变更'} 冻结中，至 ${until}：${why}`,
  soon: (from, until, why, where) => `🗓️ ${where ?? '变更'} 将于 ${from} 至 ${until} 冻结：${why}`,
  weekly: (days, from, to, zone) => `每周 ${days} ${from}–${to}（${zone}）`,
  by: (person) => `由 ${person} 冻结`,
  ofTask: (task, project) => `*${task}* （项目 *${project}* ）`,
  cardNow: (until, why) => `❄️ *冻结至 ${until}：* ${why}。在此之前只能批准更晚执行的变更。`,
  cardPlanned: (until, why) =>
    `❄️ *执行时间处于冻结期，至 ${until}：* ${why}。除非解除冻结，否则到时不会执行：申请以失败结束，任务不变。`,
  title: '*冻结* ：这些时间内只执行紧急变更。',
  none: '现在没有冻结，未来一周也没有。',
  howTo: (freeze) => `用 ${freeze} 冻结项目或任务。`,
  unfreezeLabel: (what) => `解除 ${what} 的冻结`,
  done: (what, until, why) => `❄️ 你已冻结 ${what} ，至 ${until}：${why}。在此期间只执行紧急变更。`,
  doneLonger: (what, until, before, why) =>
    `❄️ 你已把 ${what} 的冻结延长至 ${until}，原为 ${before}。原因：${why}。`,
  lifted: (what) => `✅ 你已解除 ${what} 的冻结。如无其他冻结，变更恢复执行。`,
  frozenLonger: (what, until, person) =>
    `${what} 已由 ${person} 冻结至 ${until}。未做更改；如需提前结束，请先解除该冻结。`,
  tooLong: (days) =>
    `在聊天中最多冻结 ${days} 天。未冻结任何内容；更长的冻结请写入 relaydesk.yml 的 policy.freeze。`,
  tooMany: (max) =>
    `该项目已有 ${max} 个冻结，达到上限。未冻结任何内容；请冻结整个项目，或先解除一些。`,
  notFrozen: (what, list) =>
    `${what} 没有在聊天中设置的冻结。 ${list} 列出冻结；relaydesk.yml 中的冻结不能在此解除。`,
  busy: '其他人抢先了一步。未做更改，请重试。',
  passed: '该时间已过。未冻结任何内容。',
  skipped: (time, date, zone) =>
    `${date} 没有 ${time}：${zone} 的时钟会跳过这个时间。未冻结任何内容，请另选时间。`,
  twice: (time, date, zone, choices) =>
    `${date} 的 ${time} 会出现两次，因为 ${zone} 的时钟回拨。未冻结任何内容；请写 ${choices.join(' 或 ')} 。`,
  told: {
    freeze: (person, what, until, why) =>
      `❄️ ${person} 冻结了 ${what} ，至 ${until}：${why}。在此期间只执行紧急变更。`,
    extend: (person, what, until, why) => `❄️ ${person} 把 ${what} 的冻结延长至 ${until}：${why}`,
    unfreeze: (person, what, until, why) =>
      `✅ ${person} 解除了 ${what} 的冻结（原至 ${until}：${why}）。如无其他冻结，变更恢复执行。`,
    planned: (ids) => `计划在此期间执行： ${ids.join('、')} 。除非解除冻结，否则不会执行。`,
    plannedMore: (ids, more) =>
      `计划在此期间执行： ${ids.join('、')} 等，另有 ${more} 个。除非解除冻结，否则不会执行。`,
  },
};
