import { type GoodGroup, spec } from './good-row.ts';

export const gameGoods: GoodGroup = {
  id: 4,
  form: 'number',
  usage: '<p>在官方充值页选择「卡密充值」，依次输入卡号和密码。</p>',
  goods: [
    {
      id: 25,
      name: 'Steam 钱包充值码（国区）',
      about: '人民币区账户专用，其他地区不可用',
      sold: 20511,
      specs: [
        spec('30元', 29_50, 180),
        spec('50元', 49_00, 240),
        spec('100元', 97_50, 160),
        spec('200元', 194_00, 50),
      ],
    },
    {
      id: 26,
      name: 'Q币充值卡',
      about: '腾讯全业务通用',
      sold: 17630,
      specs: [spec('10Q币', 9_80, 500), spec('30Q币', 29_10, 300), spec('100Q币', 96_50, 120)],
    },
    {
      id: 27,
      name: '网易一卡通',
      about: '网易旗下游戏通用点数',
      sold: 6420,
      specs: [spec('15元（150点）', 14_70, 90), spec('30元（300点）', 29_30, 110)],
    },
    {
      id: 28,
      name: '盛趣游戏点卡',
      about: '热血传奇、最终幻想14 等通用',
      sold: 2206,
      specs: [spec('30元', 29_20, 42), spec('100元', 97_00, 21)],
    },
    {
      id: 29,
      name: '完美世界一卡通',
      about: '完美旗下端游通用',
      sold: 1874,
      specs: [spec('50元', 48_50, 33), spec('100元', 96_80, 17)],
    },
    {
      id: 30,
      name: '任天堂 eShop 充值卡（港服）',
      about: '港服账户专用，售出不退',
      sold: 3317,
      specs: [spec('100港币', 92_00, 25), spec('200港币', 183_00, 20)],
    },
    {
      id: 31,
      name: 'PlayStation 国行充值卡',
      about: '国行 PSN 账户专用',
      sold: 2740,
      specs: [spec('50元', 49_50, 30), spec('100元', 98_80, 28)],
    },
    {
      id: 32,
      name: 'Xbox Game Pass 会员',
      about: '每个账户限购两份，兑换前请确认区域',
      sold: 4025,
      specs: [spec('Core 一个月', 32_00, 40), spec('Ultimate 一个月', 69_00, 22)],
    },
  ],
};
