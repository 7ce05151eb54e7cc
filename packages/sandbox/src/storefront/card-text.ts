import { DIGITS, type Random, UPPER } from '../random.ts';
import type { CardForm } from './catalogue/good-row.ts';

const CODE = UPPER + DIGITS;
const LOWER = UPPER.toLowerCase() + DIGITS;

/** One made-up card. Domains are the reserved ones of RFC 2606. */
export function cardText(form: CardForm, random: Random): string {
  switch (form) {
    case 'code':
      return Array.from({ length: 4 }, () => random.text(CODE, 4)).join('-');
    case 'account':
      return `${random.text(LOWER, 9)}@example.com----${random.text(CODE + LOWER, 12)}`;
    case 'number':
      return `卡号:${random.text(DIGITS, 15)}----密码:${random.text(DIGITS, 18)}`;
    case 'link':
      return `https://example.com/redeem/${random.text(LOWER, 12)}----提取码:${random.text(LOWER, 4)}`;
    case 'receipt':
      return `已充值到账，流水号${random.text(DIGITS, 20)}`;
  }
}
