import { gameGoods } from './game-goods.ts';
import type { CardForm, GoodGroup, GoodRow, SpecRow } from './good-row.ts';
import { learningGoods } from './learning-goods.ts';
import { mobileGoods } from './mobile-goods.ts';
import { musicGoods } from './music-goods.ts';
import { type Oddity, oddities } from './oddities.ts';
import { officeGoods } from './office-goods.ts';
import { toolGoods } from './tool-goods.ts';
import { videoGoods } from './video-goods.ts';
import { voucherGoods } from './voucher-goods.ts';

export interface Sub extends SpecRow {
  id: number;
}

export interface Good {
  id: number;
  groupId: number;
  name: string;
  about: string;
  usage: string;
  sold: number;
  form: CardForm;
  /** Storefront facts, goods type: 1 automatic delivery, 2 manual, 3 automatic processing. */
  type: 1 | 2 | 3;
  subs: Sub[];
  oddity: Oddity;
}

const groups: GoodGroup[] = [
  videoGoods,
  musicGoods,
  officeGoods,
  gameGoods,
  learningGoods,
  toolGoods,
  mobileGoods,
  voucherGoods,
];

/** All goods, by id; the specifications of good 12 are 121, 122 and so on. */
export const catalogue: readonly Good[] = groups.flatMap((group) =>
  group.goods.map((row) => stock(group, row)),
);

function stock(group: GoodGroup, { id, name, about, sold, specs }: GoodRow): Good {
  const oddity = oddities[id] ?? {};
  return {
    id,
    groupId: group.id,
    name,
    about,
    usage: group.usage,
    sold,
    form: group.form,
    type: { automatic: 1 as const, manual: 2 as const, processing: 3 as const }[
      oddity.delivery ?? 'automatic'
    ],
    subs: specs.map((row, index) => ({ ...row, id: id * 10 + index + 1 })),
    oddity,
  };
}
