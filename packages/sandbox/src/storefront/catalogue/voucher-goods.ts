import { type GoodGroup, spec } from './good-row.ts';

export const voucherGoods: GoodGroup = {
  id: 8,
  form: 'link',
  usage: '<p>点击链接，用本人手机号领取，<b>领取后当天有效</b>。</p>',
  goods: [
    {
      id: 57,
      name: '美团外卖红包',
      about: '全国通用，满额可用',
      sold: 9921,
      specs: [spec('满20减5', 3_20, 300), spec('满30减8', 5_10, 240), spec('满50减12', 7_90, 150)],
    },
    {
      id: 58,
      name: '饿了么超级吃货卡',
      about: '每月四张无门槛券',
      sold: 6308,
      specs: [spec('月卡', 9_90, 170), spec('季卡', 27_00, 60)],
    },
    {
      id: 59,
      name: '瑞幸咖啡饮品券',
      about: '指定饮品任选，门店自提',
      sold: 12780,
      specs: [spec('单杯', 9_90, 420), spec('五杯', 47_50, 90)],
    },
    {
      id: 60,
      name: '星巴克中杯兑换券',
      about: '门店通用，三十天有效',
      sold: 5647,
      specs: [spec('单杯', 26_80, 110), spec('两杯', 52_00, 48)],
    },
    {
      id: 61,
      name: '肯德基代金券',
      about: '全国门店，手机点餐可用',
      sold: 4812,
      specs: [spec('30元', 26_50, 88), spec('50元', 43_80, 52)],
    },
    {
      id: 62,
      name: '滴滴出行打车券',
      about: '快车专用，领取后七天有效',
      sold: 7733,
      specs: [spec('10元', 7_60, 210), spec('20元', 15_50, 140)],
    },
    {
      id: 63,
      name: '哈啰单车骑行卡',
      about: '不限次数，每次三十分钟',
      sold: 3905,
      specs: [spec('七天卡', 6_90, 130), spec('月卡', 17_50, 96)],
    },
    {
      id: 64,
      name: '猫眼电影通兑券',
      about: '2D、3D 通用，节假日补差价',
      sold: 6120,
      specs: [spec('单张', 32_80, 75), spec('两张', 64_50, 40)],
    },
  ],
};
