import type { Setup } from './setup.en.ts';

export const setup: Setup = {
  init: '询问密钥并接入宿主；先展示改动，原有内容都保留',
  host: '要接入的宿主',
  hostFile: '这个宿主（或同类宿主）保存服务器的另一个文件',
  initYes: '什么都不问，直接写入',

  resume: '经你确认后，让暂停的账本或账户恢复消费',
  resumeAccount: '只恢复这一个：storefront、cards、supplier，或账户自己的标记',
  resumeYes: '不询问，直接恢复',
  comparing: '正在核对账本与事件',
  nothingSuspended: '没有暂停的账户。',
  notSuspended: ({ account }) => `${account} 没有暂停。`,
  suspendedSince: ({ account, since, entryId }) => `账户 ${account} 自 ${since} 起因记录 ${entryId} 暂停。`,
  charge: ({ charged, agreed }) => `约定 ${agreed} 元，实扣 ${charged} 元。`,
  acceptedAsItIs: '恢复之后以账本的现状为准，它丢失的记录可能会被再买一次。',
  resumeQuestion: '恢复消费吗？',
  notResumed: '没有任何改动。在终端里运行时会询问你；加 --yes 则不询问。',
  resumed: '已恢复消费。',

  notify: '接收供货商的异步通知并写入账本；打印一行 JSON，包含网址',
  notifyHost: '监听的地址',
};
