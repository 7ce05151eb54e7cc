import type { KamikitError } from '@kamikit/core';
import type { Context } from 'hono';
import type { View } from '../view.ts';
import { Layout } from '../views/layout.tsx';
import { Empty, Head, Panel } from '../views/parts.tsx';
import type { ConsoleEnv } from './room.ts';

/** What went wrong and what to do next, as far as it is known; upstreams' own words may be part of it. */
export function failureText(
  view: View,
  { code, message, hint }: Pick<KamikitError, 'code' | 'message' | 'hint'>,
): string {
  // A hint is for whoever called; the owner can do more.
  const advice = code === 'suspended' ? view.t.errors.suspended : hint && view.said(hint, 400);
  const told = [view.said(message, 600), advice];
  return told.filter(Boolean).join(' ') || view.t.errors.title;
}

export function notFound(c: Context<ConsoleEnv>, text?: string): Response | Promise<Response> {
  const view = c.get('view');
  const { errors } = view.t;
  return c.html(
    <Layout view={view} title={errors.notFoundTitle} page={null} live={false}>
      <Head title={errors.notFoundTitle} />
      <Panel>
        <Empty title={text ?? errors.notFound}>
          <a class="button" href={view.at('')}>
            {errors.goTo}
          </a>
        </Empty>
      </Panel>
    </Layout>,
    404,
  );
}

export function failed(
  c: Context<ConsoleEnv>,
  text: string,
  status: 500 | 502 | 503,
): Response | Promise<Response> {
  const view = c.get('view');
  return c.html(
    <Layout view={view} title={view.t.errors.title} page={null} live={false}>
      <Head title={view.t.errors.title} />
      <Panel>
        <Empty title={text} />
      </Panel>
    </Layout>,
    status,
  );
}
