import { type GoodGroup, spec } from './good-row.ts';

export const officeGoods: GoodGroup = {
  id: 3,
  form: 'link',
  usage: '<p>打开兑换链接，登录自己的账号，填入提取码。</p><p style="color:red">请在 30 天内兑换。</p>',
  goods: [
    {
      id: 17,
      name: 'WPS超级会员',
      about: '文档转换、云空间、模板下载',
      sold: 8740,
      specs: [spec('月卡', 17_00, 150), spec('季卡', 45_00, 70), spec('年卡', 119_00, 80)],
    },
    {
      id: 18,
      name: '百度网盘超级会员',
      about: '极速下载，5T 空间',
      sold: 16402,
      specs: [spec('周卡', 9_90, 100), spec('月卡', 26_00, 220), spec('年卡', 258_00, 40)],
    },
    {
      id: 19,
      name: '阿里云盘会员',
      about: '8T 空间，备份不限速',
      sold: 3920,
      specs: [spec('月卡', 14_00, 65), spec('年卡', 128_00, 20)],
    },
    {
      id: 20,
      name: '夸克网盘SVIP',
      about: '6T 空间，视频倍速播放',
      sold: 7115,
      specs: [spec('月卡', 18_00, 130), spec('季卡', 48_00, 55), spec('年卡', 168_00, 28)],
    },
    {
      id: 21,
      name: '迅雷超级会员',
      about: '下载加速，云盘空间',
      sold: 5533,
      specs: [spec('月卡', 15_80, 90), spec('年卡', 138_00, 25)],
    },
    {
      id: 22,
      name: 'XMind 全平台订阅',
      about: '思维导图，五台设备同时使用',
      sold: 1460,
      specs: [spec('半年', 198_00, 18), spec('一年', 318_00, 12)],
    },
    {
      id: 23,
      name: 'ProcessOn 个人会员',
      about: '在线流程图，文件数量不限',
      sold: 980,
      specs: [spec('月卡', 17_50, 40), spec('年卡', 139_00, 14)],
    },
    {
      id: 24,
      name: '稿定设计会员',
      about: '海报模板，商用授权以官方说明为准',
      sold: 1322,
      specs: [spec('月卡', 29_00, 36), spec('年卡', 199_00, 9)],
    },
  ],
};
