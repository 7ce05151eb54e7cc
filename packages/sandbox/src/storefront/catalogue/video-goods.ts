import { type GoodGroup, spec } from './good-row.ts';

export const videoGoods: GoodGroup = {
  id: 1,
  form: 'code',
  usage: '<p>1. 打开 App，进入「我的」&rarr;「兑换中心」<br>2. 输入兑换码，<b>立即到账</b></p>',
  goods: [
    {
      id: 1,
      name: '腾讯视频VIP会员',
      about: '官方兑换码，手机、平板、电脑通用，不含电视端',
      sold: 18234,
      specs: [spec('月卡', 25_00, 320), spec('季卡', 68_00, 150), spec('年卡', 238_00, 60)],
    },
    {
      id: 2,
      name: '爱奇艺黄金VIP会员',
      about: '官方兑换码，支持手机与电脑，有效期内兑换',
      sold: 15820,
      specs: [spec('月卡', 22_80, 280), spec('季卡', 63_00, 120), spec('年卡', 218_00, 45)],
    },
    {
      id: 3,
      name: '优酷VIP会员',
      about: '酷喵电视端不可用，其余设备通用',
      sold: 9310,
      specs: [spec('周卡', 8_50, 90), spec('月卡', 19_90, 200), spec('年卡', 168_00, 30)],
    },
    {
      id: 4,
      name: '哔哩哔哩大会员',
      about: '番剧、电影、4K 画质，兑换后与原有时长叠加',
      sold: 12077,
      specs: [spec('月卡', 18_80, 260), spec('季卡', 52_00, 110), spec('年卡', 128_00, 75)],
    },
    {
      id: 5,
      name: '芒果TV会员',
      about: '移动影视会员，综艺抢先看',
      sold: 7642,
      specs: [spec('月卡', 15_90, 140), spec('年卡', 148_00, 26)],
    },
    {
      id: 6,
      name: '搜狐视频会员',
      about: '美剧独播剧场，自动发货',
      sold: 2105,
      specs: [spec('月卡', 12_00, 55), spec('季卡', 33_00, 24)],
    },
    {
      id: 7,
      name: '腾讯视频超级影视SVIP',
      about: '电视、手机、电脑、平板四端通用',
      sold: 8864,
      specs: [spec('月卡', 35_00, 88), spec('季卡', 98_00, 40), spec('年卡', 348_00, 15)],
    },
    {
      id: 8,
      name: '央视频会员',
      about: '体育赛事与纪录片，活动价，售完即止',
      sold: 1288,
      specs: [spec('月卡', 13_50, 0), spec('年卡', 118_00, 0)],
    },
  ],
};
