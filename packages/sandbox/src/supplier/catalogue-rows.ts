import type { Sku } from './catalogue.ts';
import { ACCOUNT, QQ, REGION, type Widget } from './widget.ts';

type SkuRow = [name: string, fen: number, stock: number, manner?: Partial<Sku>];

export type Row = [name: string, category: string, ...sku: SkuRow[]];

/** HandShip's two ways beside a notice: a preset text that counts as shipped at once, and no text at all. */
const PRESET: Partial<Sku> = { delivery: 'preset', notice: '请联系客服QQ 10001 领取' };
const UNSAID: Partial<Sku> = { delivery: 'by_hand', notice: '' };

// Made up, at prices such as wholesale ones are.
export const rows: ReadonlyArray<Row> = [
  ['腾讯视频VIP兑换码', '影音会员', ['月卡', 13_50, 500], ['季卡', 38_00, 200]],
  ['网易云音乐黑胶兑换码', '影音会员', ['月卡', 8_80, 300]],
  ['百度网盘SVIP兑换码', '云盘', ['月卡', 16_00, 120], ['年卡', 168_00, 30], ['周卡', 4_00, 1]],
  ['Office 365 个人版密钥', '办公软件', ['一年', 198_00, 15]],
  [
    '邮箱账号',
    '账号',
    ['十个装', 2_00, 99_999],
    ['粘贴入库', 50, 100, { cards: 'pasted' }],
    ['长密钥', 1, 5_000, { cards: 'long' }],
    ['免费', 0, 1],
  ],
  ['话费充值', '直充', ['10元', 9_90, 99_999], ['50元', 49_20, 99_999]],
  ['QQ会员直充', '直充', ['月', 9_60, 99_999]],
  ['Steam 充值卡', '游戏', ['50元', 47_50, 60]],
  ['外卖红包', '生活', ['20元', 12_00, 400]],
  [
    '视频会员人工代充',
    '人工',
    ['月', 15_00, 99_999, { delivery: 'by_hand' }],
    ['领取码', 3_00, 99_999, PRESET],
    ['体验', 2_00, 99_999, UNSAID],
  ],
  // Those whose stock is told in words stand last: who looks for goods made by hand often takes the first such text.
  [
    '网课激活码',
    '学习',
    ['整套', 36_00, 80, { delivery: 'slow' }],
    ['单课', 6_00, 5, { stockMode: 3 }],
    ['试听', 1_00, 0, { stockMode: 3 }],
  ],
  [
    '游戏点卡',
    '游戏',
    ['100点', 9_50, 300, { delivery: 'refunds' }],
    ['200点', 19_00, 0, { delivery: 'unplugged' }],
  ],
  [
    '打车券',
    '生活',
    ['15元', 8_00, 300, { delivery: 'fails' }],
    ['10元', 5_50, 5, { stockMode: 2 }],
    ['20元', 11_00, 0, { stockMode: 2 }],
  ],
  [
    '绝版礼包码',
    '游戏',
    ['一份', 66_00, 0],
    ['复刻', 30_00, 200, { stockMode: 1 }],
    ['签名版', 90_00, 0, { stockMode: 1 }],
  ],
  ['下架的会员', '影音会员', ['月卡', 10_00, 50]],
];

export const WIDGETS: Record<string, Widget[]> = {
  话费充值: [ACCOUNT],
  QQ会员直充: [QQ],
  'Steam 充值卡': [REGION],
};

export const OFF_SALE = '下架的会员';
