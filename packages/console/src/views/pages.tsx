import type { View } from '../view.ts';
import { Icon } from './icons.tsx';

interface PagesProps {
  view: View;
  page: number;
  perPage: number;
  total: number;
  note: string;
  href(page: number): string;
}

/** Which page this is, and the ones beside it. */
export function Pages({ view, page, perPage, total, note, href }: PagesProps) {
  const { t } = view;
  const pages = Math.max(Math.ceil(total / perPage), 1);
  return (
    <nav class="pages" aria-label={t.common.page(page, pages)}>
      <span class="muted">{note}</span>
      {pages > 1 && (
        <span class="pages-links">
          {page > 1 && (
            <a class="button" href={href(page - 1)} rel="prev">
              <Icon name="back" />
              {t.common.previous}
            </a>
          )}
          <span class="muted">{t.common.page(page, pages)}</span>
          {page < pages && (
            <a class="button" href={href(page + 1)} rel="next">
              {t.common.next}
              <Icon name="next" />
            </a>
          )}
        </span>
      )}
    </nav>
  );
}
