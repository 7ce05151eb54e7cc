import { type GoodGroup, spec } from './good-row.ts';

export const mobileGoods: GoodGroup = {
  id: 7,
  form: 'receipt',
  usage: '<p>下单后系统自动充值，<b>高峰期稍慢</b>，请勿重复下单。</p>',
  goods: [
    {
      id: 49,
      name: '中国移动话费充值',
      about: '全国通用，自动处理',
      sold: 22410,
      specs: [spec('30元', 29_70, 999), spec('50元', 49_40, 999), spec('100元', 98_50, 999)],
    },
    {
      id: 50,
      name: '中国联通话费充值',
      about: '全国通用，自动处理',
      sold: 11873,
      specs: [spec('30元', 29_60, 999), spec('50元', 49_30, 999), spec('100元', 98_20, 999)],
    },
    {
      id: 51,
      name: '中国电信话费充值',
      about: '全国通用，自动处理',
      sold: 10544,
      specs: [spec('30元', 29_60, 999), spec('50元', 49_30, 999), spec('100元', 98_20, 999)],
    },
    {
      id: 52,
      name: '移动流量日包',
      about: '当日有效，全国流量',
      sold: 4382,
      specs: [spec('1GB', 3_50, 400), spec('3GB', 7_80, 260)],
    },
    {
      id: 53,
      name: '联通流量月包',
      about: '当月有效，月底清零',
      sold: 2751,
      specs: [spec('5GB', 14_80, 180), spec('10GB', 26_00, 120)],
    },
    {
      id: 54,
      name: '物联网流量卡充值',
      about: '随身设备专用，按卡号充值',
      sold: 838,
      specs: [spec('20GB', 19_00, 60), spec('100GB', 49_00, 35)],
    },
    {
      id: 55,
      name: '国家电网电费充值',
      about: '人工核对户号后充值，工作时间处理',
      sold: 1976,
      specs: [spec('50元', 49_80, 200), spec('100元', 99_50, 200)],
    },
    {
      id: 56,
      name: '中国石化加油卡充值',
      about: '人工处理，一般两小时内到账',
      sold: 1544,
      specs: [spec('100元', 99_00, 90), spec('500元', 492_00, 30)],
    },
  ],
};
