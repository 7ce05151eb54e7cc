import { isKey, VARIABLES } from '@kamikit/mcp-server';
import { settingTexts } from './setting-texts.ts';

/** A setting of the server's, as hosts are told of it. */
export interface Setting {
  variable: string;
  /** `storefront_api_key` for KAMIKIT_STOREFRONT_API_KEY. */
  name: string;
  type: 'string' | 'boolean' | 'directory' | 'file';
  isSecret: boolean;
  title: string;
  en: string;
  zh: string;
}

/**
 * All settings that the server reads.
 * @throws {Error} for one without a text, which is to be written in setting-texts.ts.
 */
export function settings(variables: readonly string[] = VARIABLES): Setting[] {
  return variables.map((variable) => {
    const texts = settingTexts[variable];
    if (texts === undefined) throw new Error(`setting-texts.ts says nothing of ${variable}`);
    const name = variable.replace(/^KAMIKIT_/, '').toLowerCase();
    // The address of a database holds its password.
    const isSecret = isKey(variable) || variable === 'KAMIKIT_DATABASE_URL';
    return { type: 'string', ...texts, variable, name, isSecret };
  });
}
