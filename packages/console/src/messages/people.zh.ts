import type { people as english } from './people.en.ts';

export const people: typeof english = {
  people: {
    title: '人员',
    intro:
      '通过网络使用此账本的人，以及各人今天的支出。个人预算包含在总预算之内。添加和撤销只能用 kamikit user。',
    empty: '还没有添加任何人。',
    emptyHow: '用 kamikit user add 名字 --role buyer 添加，对方凭令牌使用 kamikit serve。',
    name: '名字',
    role: '角色',
    spentToday: '今日支出',
    since: '添加时间',
    roles: { owner: '所有者', buyer: '买家', viewer: '查看者' },
    revoked: '已撤销',
    ofIssuer: '由外部系统登录：角色和限额以其令牌为准',
    maxOrder: (most) => `每单最多 ${most}`,
    ofBudget: (daily) => `预算 ${daily}`,
    noBudget: '未设个人预算',
  },
};
