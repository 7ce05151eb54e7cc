// What setting up says, in the language in which `kamikit` speaks. Plain JavaScript that Node 20 reads: nothing is installed yet.

const TEXTS = {
  en: {
    settingUp: 'Setting up (about a minute)',
    checking: 'Checking the installation',
    building: 'Building',
    failed: (command, reason) => `${command} failed (${reason}).`,
    exitCode: (code) => `exit code ${code}`,
    stopped: (signal) => `stopped by ${signal}`,
  },
  zh: {
    settingUp: '正在准备环境（约一分钟）',
    checking: '正在检查环境',
    building: '正在构建',
    failed: (command, reason) => `${command} 失败（${reason}）。`,
    exitCode: (code) => `退出码 ${code}`,
    stopped: (signal) => `被 ${signal} 终止`,
  },
};

/** As `packages/mcp-server/src/config/locale-language.ts` has it. */
export function stepTexts(environment, systemLocale = new Intl.PluralRules().resolvedOptions().locale) {
  const { KAMIKIT_LANG, LC_ALL, LC_MESSAGES, LANG } = environment;
  const named = KAMIKIT_LANG?.trim().toLowerCase();
  if (named === 'en' || named === 'zh') return TEXTS[named];
  const locale = [LC_ALL, LC_MESSAGES, LANG].map((text) => text?.trim()).find(Boolean) ?? systemLocale;
  return /^zh(?![a-z])/i.test(locale) ? TEXTS.zh : TEXTS.en;
}
