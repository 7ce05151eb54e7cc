export { type ScratchPostgres, startPostgres } from './start-postgres.ts';
