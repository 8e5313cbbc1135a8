import type { Words } from '../words.ts';

export const explain: Words['explain'] = {
  policy: (project) => `*项目 ${project} 的变更需要哪些审批*`,
  change: (change, place) => `在 ${place} 变更 ${change} 需要：`,
  request: (id, task, project) => `*${id}* 需要（项目 *${project}* 的 *${task}* ）：`,
  usually: (demands) => `一般：${demands}。`,
  needed: (demands) => `审批要求：${demands}。`,
  atMost: (demands) => `此处未知的条件若也成立，最高要求：${demands}。`,
  thenAndNow: (then, now) => `申请时的要求：${then}；现行策略的要求：${now}。两者以严格的为准。`,
  noRules: '除此之外没有其他规则。',
  rule: (condition, demands) => `• ${condition} ：${demands}`,
  counts: (condition, demands) => `✅ ${condition} 适用：${demands}`,
  countsNot: (condition, missing) => `➖ ${condition} 不适用，因为 ${missing.join(' 、 ')} 不成立`,
  countsIf: (condition, open) => `❔ ${condition} 在此条件成立时适用： ${open.join(' 、 ')}`,
  clockNow: (times) => `⏰ 现在是 ${times.join(' 、 ')} 。`,
  clockAtRun: (times) => `⏰ 最早执行时间： ${times.join(' 、 ')} 。`,
  always: '任何变更',
  quorum: (count) => (count === 0 ? '无需审批（立即执行并留痕）' : `${count} 人批准`),
  by: (people) => `审批人：${people}`,
  within: (time) => `期限 ${time}`,
  held: (time) => `批准后等待 ${time} 再执行`,
  notified: (people) => `通知 ${people}`,
  shownIn: (channel) => `卡片在 ${channel}`,
  join: (pieces) => pieces.join('，'),
  anyOf: (people) => people.join(' 或 '),
  allOf: (lists) => lists.join(' ，且须同时属于 '),
  nobody: '无人（名单为空）',
  freezers: (people) => `❄️ 可冻结变更：${people}`,
  breakGlass: (people) => `🚨 可紧急免审批执行：${people}`,
  version: (version) => `策略 \`${version}\``,
};

export const audit: Words['audit'] = {
  request: (id, lines) => `*${id} 的审计记录* ：${lines} 条`,
  project: (project, shown) => `*审计记录* · 项目 *${project}* 最近 ${shown} 条`,
  empty: '还没有相关的审计记录。',
  head: (count, head) =>
    `共 ${count} 条 · 链头 \`${head}\` · \`npm run audit -- verify\` 可校验整条链`,
  cut: (dropped) => `另有 ${dropped} 条，见导出文件。`,
  exported: (lines, file) => `📎 已导出 ${lines} 条到 \`${file}\` ，并以私信发给你。`,
  exportedAll: (max) => `文件只含最近 ${max} 条； \`npm run audit -- export\` 可输出全部。`,
  fileComment: (what) => `${what} 的审计记录：每行一条 JSON，附哈希。`,
  forApprovers: '🔒 项目的审计记录只对审批人开放。如有需要，请联系审批人。',
  missingScope: 'Slack 没有接收文件。请 relaydesk 的管理员对照 manifest.yml 检查权限。',
  refused: (error) =>
    `Slack 没有接收文件： ${error} 。审计记录没有丢失，relaydesk 的管理员可以用 \`npm run audit -- export\` 生成同样的文件。`,
  daily: (day, count, head) =>
    `🔗 ${day} 审计：共 ${count} 条，链头 \`${head}\` 。凭此消息日后可证明此前的记录未被改动： \`npm run audit -- verify --head ${head}\``,
};
