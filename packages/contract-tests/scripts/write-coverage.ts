import { writeFileSync } from 'node:fs';
import { currentReadme, README } from '../src/report/readme.ts';

writeFileSync(README, currentReadme());
