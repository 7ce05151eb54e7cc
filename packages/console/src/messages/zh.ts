import { app } from './app.zh.ts';
import { decisions } from './decisions.zh.ts';
import { entries } from './entries.zh.ts';
import { frame } from './frame.zh.ts';
import { jobs } from './jobs.zh.ts';
import type { Messages } from './messages.ts';
import { overview } from './overview.zh.ts';
import { people } from './people.zh.ts';
import { shops } from './shops.zh.ts';

export const zh: Messages = {
  ...frame,
  ...overview,
  ...entries,
  ...decisions,
  ...jobs,
  ...people,
  ...shops,
  ...app,
};
