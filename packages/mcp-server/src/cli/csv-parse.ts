// What only a table of items needs, as a part of the bundle of its own.
export { CsvError, parse } from 'csv-parse/sync';
