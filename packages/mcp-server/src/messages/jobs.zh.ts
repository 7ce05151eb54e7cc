import type { Jobs } from './jobs.en.ts';
import { inChinese } from './said.zh.ts';

export const jobs: Jobs = {
  states: {
    awaiting_approval: '等待批准',
    running: '正在进行',
    paused: '已暂停',
    stopped: '已自动停止',
    finished: '已完成',
    cancelled: '已取消',
  },
  existing: '这个幂等键用过：这就是那个任务，没有再次启动。',
  pricing: ({ priced, items }) =>
    `还没有购买：共 ${items} 项，已询价 ${priced} 项，之后请所有者批准。请调用 get_job 查看。`,
  counting: ({ priced, items }) =>
    `还没有买：已清点 ${priced} / ${items} 项。不会询问任何人，只买授权范围内的。请调用 get_job。`,
  awaitingOwner: ({ page, jobId, until }) =>
    `还没有购买：需要所有者${page === null ? `用 \`kamikit approve ${jobId}\` ` : `在页面 ${page} 上`}批准整个任务${until === null ? '' : `，有效期至 ${until}`}。请告诉用户；结果用 get_job 查看。`,
  running:
    '任务会自己进行下去。用 get_job 查看进度（wait_seconds 可以等待）。不要用别的方式再买其中的任何一项。',
  paused: '已暂停：在 control_job 继续之前，不再购买。',
  stopped: ({ said }) =>
    `任务自动停止了，不再购买。${inChinese(said) ?? `（${said}）`}请告诉用户；解决之后用 control_job 继续。`,
  finished: '已完成。用 get_job 加 page 查看每一项和它的卡密。',
  cancelled: '已取消：不再购买。已经买到的仍然有效。',
  byHand: ({ unknown, pending }) =>
    [
      ...(unknown === 0 ? [] : [`有 ${unknown} 项结果不明：用 reconcile_ledger 查清，不要再次购买。`]),
      ...(pending === 0 ? [] : [`有 ${pending} 项还没有发货。`]),
    ].join(''),
  cardsElsewhere: ({ lines, entryId }) => `[共 ${lines} 行：用 list_ledger，search 填 ${entryId}]`,
  pastLastPage: ({ pages }) => `一共只有 ${pages} 页。`,
  progress: ({ done, items }) => `共 ${items} 项，已处理 ${done} 项`,

  ask: ({ items, most }) => `启动一个 ${items} 项的购买任务，总价最多 ${most} 元？`,
  costs: ({ total }) => `按现价共 ${total} 元`,
  unpriced: '没能在限定时间内全部询价。',
  cannotBuy: ({ count }) => `现在买不到的：${count} 项`,
  goods: ({ names, more }) =>
    `商品（店铺的叫法）：${names.join('、')}${more === 0 ? '' : `，另有 ${more} 种`}`,
};
