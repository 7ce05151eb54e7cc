import { type GoodGroup, spec } from './good-row.ts';

export const musicGoods: GoodGroup = {
  id: 2,
  form: 'code',
  usage: '<p>登录后进入「会员中心」&rarr;「兑换码」，输入后<b>立即生效</b>。</p>',
  goods: [
    {
      id: 9,
      name: 'QQ音乐豪华绿钻',
      about: '官方兑换码，无损音质，下载权限',
      sold: 11040,
      specs: [spec('月卡', 14_50, 240), spec('季卡', 42_00, 90), spec('年卡', 148_00, 50)],
    },
    {
      id: 10,
      name: '网易云音乐黑胶VIP',
      about: '曲库畅听，可叠加时长',
      sold: 13355,
      specs: [spec('月卡', 13_80, 310), spec('季卡', 39_00, 130), spec('年卡', 128_00, 66)],
    },
    {
      id: 11,
      name: '酷狗音乐豪华VIP',
      about: '手机、电脑、车机通用',
      sold: 5210,
      specs: [spec('月卡', 11_90, 95), spec('年卡', 108_00, 22)],
    },
    {
      id: 12,
      name: '酷我音乐豪华VIP',
      about: '车载听歌首选，自动发货',
      sold: 3871,
      specs: [spec('月卡', 11_50, 80), spec('年卡', 99_00, 18)],
    },
    {
      id: 13,
      name: '喜马拉雅VIP会员',
      about: '海量有声书，离线收听',
      sold: 6932,
      specs: [spec('月卡', 16_80, 120), spec('季卡', 46_00, 60), spec('年卡', 158_00, 35)],
    },
    {
      id: 14,
      name: '懒人听书会员',
      about: '热门小说畅听，兑换码三个月内有效',
      sold: 1760,
      specs: [spec('月卡', 12_80, 44), spec('年卡', 118_00, 12)],
    },
    {
      id: 15,
      name: '蜻蜓FM超级会员',
      about: '广播剧与精品课程',
      sold: 905,
      specs: [spec('月卡', 13_00, 30)],
    },
    {
      id: 16,
      name: '微信读书付费会员',
      about: '出版书无限畅读，可与体验卡叠加',
      sold: 4418,
      specs: [spec('月卡', 15_00, 70), spec('季卡', 42_00, 33), spec('年卡', 168_00, 16)],
    },
  ],
};
