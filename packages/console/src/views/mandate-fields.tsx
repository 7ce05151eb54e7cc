import { shanghaiDay } from '@kamikit/core';
import type { View } from '../view.ts';

interface MandateFieldsProps {
  view: View;
  /** Tells its fields from those of another form on the page. */
  id: string;
  start: Readonly<
    Record<'max_order' | 'per_day' | 'per_week' | 'goods' | 'account' | 'kind' | 'until', string>
  >;
  accounts: readonly string[];
}

/** The terms of a mandate, as they are filled in. */
export function MandateFields({ view, id, start, accounts }: MandateFieldsProps) {
  const { t } = view;
  const limits = [
    ['max_order', t.mandates.maxOrder],
    ['per_day', t.mandates.perDay],
    ['per_week', t.mandates.perWeek],
  ] as const;
  return (
    <div class="mandate-fields">
      {limits.map(([name, label]) => (
        <label>
          <span>{`${label} (${t.common.yuan})`}</span>
          <input name={name} value={start[name]} inputmode="decimal" autocomplete="off" maxlength={12} />
        </label>
      ))}
      <label class="wide">
        <span>{t.mandates.goods}</span>
        <input
          name="goods"
          value={start.goods}
          autocomplete="off"
          maxlength={2_000}
          aria-describedby={`${id}-goods`}
        />
        <small id={`${id}-goods`}>{t.mandates.goodsHint}</small>
      </label>
      <label>
        <span>{t.mandates.account}</span>
        <select name="account">
          <option value="">{t.mandates.anyAccount}</option>
          {[...new Set(accounts)].map((account) => (
            <option value={account} selected={account === start.account}>
              {view.clean(account, 60)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.mandates.kinds}</span>
        <select name="kind">
          <option value="">{t.common.all}</option>
          {(['purchase', 'supplier_trade'] as const).map((kind) => (
            <option value={kind} selected={kind === start.kind}>
              {t.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.mandates.until}</span>
        <input
          type="date"
          name="until"
          value={start.until}
          min={shanghaiDay(view.now)}
          aria-describedby={`${id}-until`}
        />
        <small id={`${id}-until`}>{t.mandates.untilHint}</small>
      </label>
    </div>
  );
}
