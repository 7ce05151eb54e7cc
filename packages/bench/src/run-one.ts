// One measurement in a process of its own, so that what one leaves in memory slows no other; the parent gets its figures.
import { measurements, peerMeasurements } from './measurements.ts';

const [name = '', ...builds] = process.argv.slice(2);
const load = { ...measurements, ...peerMeasurements }[name];
if (load === undefined) throw new TypeError(`There is no measurement ${name}`);
const { measure } = await load();
process.send?.(await measure({ builds }));
process.disconnect();
