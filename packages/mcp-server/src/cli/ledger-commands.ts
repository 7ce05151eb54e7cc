// The commands that work on the ledger, loaded as one.
export { approveCommand } from './approve.ts';
export { doctorCommand } from './doctor.ts';
export { initCommand } from './init.ts';
export { jobCommand } from './job.ts';
export { ledgerCommand } from './ledger.ts';
export { mandateCommand } from './mandate.ts';
export { resumeCommand } from './resume.ts';
export { stopCommand } from './stop.ts';
export { userCommand } from './user.ts';
