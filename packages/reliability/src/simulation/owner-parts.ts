// What one simulated process loads: each has a copy of its own, as each process has.
export { openLedger } from '@kamikit/ledger';
export { createSpender } from '@kamikit/spending';
