import { writeFileSync } from 'node:fs';
import { ASKS_PAGE, asksPage } from '../src/asks/asks-page.ts';
import { currentReadme, README } from '../src/report/readme.ts';

writeFileSync(README, currentReadme());
writeFileSync(ASKS_PAGE, asksPage());
