import { type GoodGroup, spec } from './good-row.ts';

export const learningGoods: GoodGroup = {
  id: 5,
  form: 'code',
  usage:
    '<p>登录 App，进入「我的」&rarr;「兑换」，输入兑换码。</p><ul><li>一码一用</li><li>不支持转赠</li></ul>',
  goods: [
    {
      id: 33,
      name: '得到听书VIP会员',
      about: '每天听一本书，全年畅听',
      sold: 2418,
      specs: [spec('月卡', 32_00, 40), spec('年卡', 298_00, 15)],
    },
    {
      id: 34,
      name: '樊登读书VIP会员',
      about: '帆书 App，官方兑换码',
      sold: 3766,
      specs: [spec('半年', 168_00, 30), spec('一年', 299_00, 18)],
    },
    {
      id: 35,
      name: '知乎盐选会员',
      about: '盐选故事与专栏',
      sold: 5091,
      specs: [spec('月卡', 17_90, 105), spec('季卡', 49_00, 45), spec('年卡', 159_00, 27)],
    },
    {
      id: 36,
      name: '百词斩会员',
      about: '背单词，学习计划',
      sold: 1184,
      specs: [spec('月卡', 15_00, 38), spec('年卡', 98_00, 12)],
    },
    {
      id: 37,
      name: '扇贝单词会员',
      about: '自选词书，离线可用',
      sold: 1029,
      specs: [spec('月卡', 16_00, 29), spec('年卡', 108_00, 10)],
    },
    {
      id: 38,
      name: '多邻国 Super 会员',
      about: '个人版，无广告',
      sold: 2233,
      specs: [spec('月卡', 38_00, 34), spec('年卡', 268_00, 14)],
    },
    {
      id: 39,
      name: 'Keep 会员',
      about: '健身课程，饮食计划',
      sold: 3140,
      specs: [spec('月卡', 16_90, 77), spec('季卡', 45_00, 31), spec('年卡', 138_00, 19)],
    },
    {
      id: 40,
      name: '丁香医生会员',
      about: '健康科普课程',
      sold: 412,
      specs: [spec('年卡', 88_00, 8)],
    },
  ],
};
