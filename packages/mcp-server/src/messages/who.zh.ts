// As the ledger writes down who decided; whatever else it says is somebody's name.
const WORDS: ReadonlyMap<string, string> = new Map([
  ['page', '页面'],
  ['command line', '命令行'],
  ['elicitation', '助手程序里的提问'],
]);

/** Who decided, in Chinese. */
export function who(by = ''): string {
  return WORDS.get(by) ?? by.replace(/^moved to /, '已搬到 ');
}
