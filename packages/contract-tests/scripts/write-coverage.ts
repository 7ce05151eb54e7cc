import { writeFileSync } from 'node:fs';
import { currentReadme, README } from '../src/coverage/readme.ts';

writeFileSync(README, currentReadme());
