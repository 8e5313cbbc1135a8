import type { Words } from '../words.ts';

export const channels: Words['channels'] = {
  outOfReach: (channel, reason, command) =>
    `⚠️ *无法在 ${channel} 发送消息。* Slack 的应答为 \`${reason}\` 。内容不会丢失，恢复后会自动补发。频道如已归档，请先取消归档，再在其中输入 \`/invite @relaydesk\` 。在此之前，可在我的主页或用 ${command} 审批申请。`,
  configRefused: (problems) =>
    `⚠️ *relaydesk.yml 有改动，但未生效。* 仍按之前的文件执行。\n${problems}`,
  configMore: (count) => `另有 ${count} 项，请查看日志`,
  configTaken: '✅ *relaydesk.yml 已生效。*',
  policiesDiffer: (projects) =>
    `⚠️ *有副本沿用旧策略已超过一分钟：* ${projects} 。在其 relaydesk.yml 与其他副本一致之前，审批须同时满足新旧策略。`,
  policiesAgree: '✅ *所有副本的策略已恢复一致。*',
};
