/** How an item is delivered; all but `instant` answer a trade with status 0 and a notice. */
export type Delivery = 'instant' | 'by_hand' | 'slow' | 'fails' | 'refunds';

export interface Widget {
  title: string;
  name: string;
  placeholder: string;
  type: string;
  regex?: string;
  error?: string;
  /** Options, one a line. */
  data?: string;
}

export interface Sku {
  id: number;
  name: string;
  fen: number;
  stock: number;
}

export interface Item {
  id: number;
  name: string;
  category: string;
  introduce: string | null;
  delivery: Delivery;
  onSale: boolean;
  widgets: Widget[];
  sku: Sku[];
}

const ACCOUNT: Widget = {
  ...{ title: '充值账号', name: 'account', placeholder: '手机号', type: 'text' },
  ...{ regex: '/^1\\d{10}$/', error: '请填写正确的手机号' },
};
const QQ: Widget = {
  ...{ title: 'QQ号', name: 'qq', placeholder: '5 到 11 位数字', type: 'number' },
  ...{ regex: '^[1-9]\\d{4,10}$', error: 'QQ号不正确' },
};
const REGION: Widget = {
  ...{ title: '区服', name: 'region', placeholder: '', type: 'select', data: '国服\n港服\n美服' },
};

type Row = [name: string, category: string, ...sku: Array<[name: string, fen: number, stock: number]>];

// Made up, at plausible wholesale prices.
const rows: ReadonlyArray<Row> = [
  ['腾讯视频VIP兑换码', '影音会员', ['月卡', 13_50, 500], ['季卡', 38_00, 200]],
  ['网易云音乐黑胶兑换码', '影音会员', ['月卡', 8_80, 300]],
  ['百度网盘SVIP兑换码', '云盘', ['月卡', 16_00, 120], ['年卡', 168_00, 30]],
  ['Office 365 个人版密钥', '办公软件', ['一年', 198_00, 15]],
  ['邮箱账号', '账号', ['十个装', 2_00, 1_000]],
  ['话费充值', '直充', ['10元', 9_90, 99_999], ['50元', 49_20, 99_999]],
  ['QQ会员直充', '直充', ['月', 9_60, 99_999]],
  ['Steam 充值卡', '游戏', ['50元', 47_50, 60]],
  ['外卖红包', '生活', ['20元', 12_00, 400]],
  ['视频会员人工代充', '人工', ['月', 15_00, 99_999]],
  ['网课激活码', '学习', ['整套', 36_00, 80]],
  ['游戏点卡', '游戏', ['100点', 9_50, 300]],
  ['打车券', '生活', ['15元', 8_00, 300]],
  ['绝版礼包码', '游戏', ['一份', 66_00, 0]],
  ['下架的会员', '影音会员', ['月卡', 10_00, 50]],
];

const DELIVERY: Record<string, Delivery> = {
  视频会员人工代充: 'by_hand',
  网课激活码: 'slow',
  打车券: 'fails',
  游戏点卡: 'refunds',
};

const WIDGETS: Record<string, Widget[]> = { 话费充值: [ACCOUNT], QQ会员直充: [QQ], 'Steam 充值卡': [REGION] };

/** All items; beyond the catalogue's own, made-up ones up to `count`. */
export function catalogueOf(count: number): Item[] {
  const known = rows.map(([name, category, ...sku], index) => makeItem(index + 1, name, category, sku));
  const more = Array.from({ length: Math.max(0, count - known.length) }, (_, index) =>
    makeItem(known.length + index + 1, `批发商品 ${index + 1}`, '批发', [['默认', 1_00, 10]]),
  );
  return [...known, ...more];
}

function makeItem(
  id: number,
  name: string,
  category: string,
  sku: ReadonlyArray<[string, number, number]>,
): Item {
  return {
    ...{ id, name, category },
    introduce: id % 4 === 0 ? null : `<p>${name}，<b>自动发货</b>&nbsp;售后 7 天</p>`,
    delivery: DELIVERY[name] ?? 'instant',
    onSale: name !== '下架的会员',
    widgets: WIDGETS[name] ?? [],
    sku: sku.map(([skuName, fen, stock], index) => ({ id: id * 10 + index + 1, name: skuName, fen, stock })),
  };
}
