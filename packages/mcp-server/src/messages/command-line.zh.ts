import type { CommandLine } from './command-line.en.ts';

export const commandLine: CommandLine = {
  about: '替 AI 助手购买、查询和使用卡密。',
  withoutCommand: '不带命令时，它是以 stdio 方式运行的 MCP 服务器，由 Claude Desktop 等宿主启动。',
  help: '显示帮助',
  helpCommand: '显示某个命令的帮助',
  version: '显示版本号',
  advice: ({ command }) => `用法见 ${command} --help。`,
  demo: '在沙盒里完整演示一遍：商品与余额都是虚拟的',
  sandbox: '模拟各个上游的沙盒；打印一行 JSON，包含网址和密钥',
  port: '监听的端口',
  freePort: '任选一个空闲端口',
  wrongPort: '应在 0 到 65535 之间。',
  portTaken: ({ address, port }) =>
    `${address}:${port} 已被另一个程序占用：请结束那个程序，或用 --port 换一个端口。`,
  noSuchAddress: ({ address }) => `本机没有 ${address} 这个地址：请用 --host 写一个本机的地址。`,
  portNotAllowed: ({ port }) =>
    `当前用户无权监听端口 ${port}：请改用 1024 及以上的端口，对外的端口交给前面的反向代理。`,

  titles: {
    'Usage:': '用法：',
    'Arguments:': '参数：',
    'Options:': '选项：',
    'Commands:': '命令：',
  },
  options: '[选项]',
  command: '[命令]',
  option: ({ text, choices, standard }) => {
    const facts = [
      ...(choices.length === 0 ? [] : [`可选：${choices.join('、')}`]),
      ...(standard === null ? [] : [`默认：${standard}`]),
    ];
    return facts.length === 0 ? text : `${text}（${facts.join('；')}）`;
  },

  unknownOption: ({ option }) => `没有“${option}”这个选项`,
  unknownCommand: ({ command }) => `没有“${command}”这个命令`,
  didYouMean: ({ similar }) => `（是不是想输入 ${similar}？）`,
  missingArgument: ({ argument }) => `缺少参数“${argument}”`,
  missingValue: ({ option }) => `选项“${option}”后面缺少值`,
  tooManyArguments: ({ expected, given }) => `参数过多：只接受 ${expected} 个，却给了 ${given} 个`,
  conflict: ({ option, other }) => `选项“${option}”和“${other}”不能同时使用`,
  wrongValue: ({ option, value, why }) => `选项“${option}”的值“${value}”无效。${why}`,
  allowed: ({ choices }) => `只能是 ${choices.join('、')}。`,
};
