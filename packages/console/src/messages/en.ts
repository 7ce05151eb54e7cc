import { app } from './app.en.ts';
import { decisions } from './decisions.en.ts';
import { entries } from './entries.en.ts';
import { frame } from './frame.en.ts';
import { jobs } from './jobs.en.ts';
import { overview } from './overview.en.ts';
import { people } from './people.en.ts';
import { shops } from './shops.en.ts';

/** Every text of the page in English; what it says, the other languages say too. */
export const en = { ...frame, ...overview, ...entries, ...decisions, ...jobs, ...people, ...shops, ...app };
