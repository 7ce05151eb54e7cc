export { type Console, type ConsoleOptions, createConsole } from './console.tsx';
export { type Language, languageNamed } from './messages/messages.ts';
export type {
  Account,
  Catalogue,
  CatalogueGood,
  CataloguePage,
  CatalogueQuery,
  CatalogueSource,
  Check,
  ConsoleParts,
} from './parts.ts';
export { type FetchPicture, type Picture, pictureFetcher } from './pictures/fetch-picture.ts';
export type { PictureSources } from './pictures/pictures.ts';
export type { SessionTimes } from './safety/sessions.ts';
