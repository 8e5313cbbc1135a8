import type { Words } from '../words.ts';

export const freezes: Words['freezes'] = {
  now: (until, why, where = '变更') => `❄️ ${where} 冻结中，至 ${until}：${why}`,
  soon: (from, until, why, where = '变更') => `🗓️ ${where} 将于 ${from} 至 ${until} 冻结：${why}`,
  weekly: (days, from, to, zone) => `每周 ${days} ${from}–${to}（${zone}）`,
};
