import type { Words } from '../words.ts';

export const channels: Words['channels'] = {
  outOfReach: (channel, reason, command) =>
    `⚠️ *无法在 ${channel} 发送消息。* Slack 的应答为 \`${reason}\` 。内容不会丢失，恢复后会自动补发。频道如已归档，请先取消归档，再在其中输入 \`/invite @relaydesk\` 。在此之前，可在我的主页或用 ${command} 审批申请。`,
};
