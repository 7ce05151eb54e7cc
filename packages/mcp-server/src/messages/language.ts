/** What people and models are spoken to in; codes, names of fields and logs are English everywhere. */
export const LANGUAGES = ['en', 'zh'] as const;

export type Language = (typeof LANGUAGES)[number];
