import type { app as english } from './app.en.ts';

export const app: typeof english = {
  app: {
    working: '处理中……',
    cancelled: '这次调用已取消，结果以账本为准。',
    inTheChat: '结果见对话。',
    nothing: '这里没有记录。',
    until: '报价有效期至',
    onPage: '在你的页面上审批',
    inTerminal: '或在终端中运行',
    openPage: '打开我的页面审批',
    quoteOver: '审批时间已过。结果如何，请问助手。',
    overcharged: '实际扣款超出约定。账户已暂停，由你解除后才能继续。',
  },
};
