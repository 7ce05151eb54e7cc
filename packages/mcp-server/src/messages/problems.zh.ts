import { type Glossary, translated } from './glossary.ts';
import type { problem as english } from './problems.en.ts';

/** Each sentence that config/ says of a setting, with its facts. */
const SENTENCES: Glossary = [
  [/^it is missing$/, () => '缺少这一项'],
  [/^it must not be negative$/, () => '不能是负数'],
  [/^it must be a whole number, or none$/, () => '应为整数，或 none'],
  [
    /^it must be a whole number of requests above 0, or none$/,
    () => '应为大于 0 的整数（每分钟请求数），或 none',
  ],
  [
    /^it must be an amount in yuan, such as (\S+), or none$/,
    (example) => `应为金额（元），例如 ${example}，或 none`,
  ],
  [/^it must be true or false$/, () => '应为 true 或 false'],
  [/^it must be one of (.*)$/, (choices) => `只能是 ${choices} 之一`],
  [/^only a key can come from a command$/, () => '只有密钥可以来自命令'],
  [/^the environment variable that it names is not set$/, () => '它指向的环境变量没有设置'],
  [/^there is no such setting; the nearest name is (.*)$/, (name) => `没有这项设置，最接近的名称是 ${name}`],
  [/^it is not JSON: (.*) in line (\d+)$/, (what, line) => `不是有效的 JSON：第 ${line} 行（${what}）`],
  [/^it must be a JSON object, (.*)$/, (example) => `应为 JSON 对象 ${example}`],
  [/^it is set twice$/, () => '设置了两次'],
  [/^it must be a text, a number, true or false$/, () => '应为文本、数字、true 或 false'],
  [/^it must be the key, (\{.*\}) or (\{.*\})$/, (one, other) => `应为密钥本身、${one} 或 ${other}`],
  [
    /^it must be an absolute path, such as (\S+): .*$/,
    (example) => `应为绝对路径，例如 ${example}：否则宿主在哪个目录启动服务器，哪里就有一个账本`,
  ],
  [/^it must be a URL such as (postgres:\S+)$/, (example) => `应为网址，例如 ${example}`],
  [/^it must be an absolute path: .*$/, () => '应为绝对路径：宿主在自己的目录里启动服务器'],
  [/^it cannot be read \((.*)\)$/s, (why) => `无法读取（${why}）`],
  [/^there is no such file$/, () => '没有这个文件'],
  [/^it is not a file$/, () => '不是文件'],
  [/^it is too large$/, () => '文件过大'],
  [
    /^it belongs to another user; if it is yours: (.*)$/s,
    (run) => `属于另一个用户；如果是你的，请运行：${run}`,
  ],
  [
    /^others can write it; look at what it says, then: (.*)$/s,
    (run) => `其他用户可以改写它；请先核对内容，再运行：${run}`,
  ],
  [/^others can read the key in it; run: (.*)$/s, (run) => `其他用户能读到其中的密钥，请运行：${run}`],
  [
    /^other users of this machine could read the key in it until now; .*$/,
    () => '此前这台机器的其他用户能读到其中的密钥；如果有其他用户，请更换密钥',
  ],
  [/^it is not a URL; give one such as (.*)$/, (example) => `不是网址，应类似 ${example}`],
  [/^it must begin with https:\/\/ .*$/, () => '应以 https:// 开头（只有本机地址可用 http://）'],
  [/^it must not contain a user, password, query or fragment$/, () => '不能带用户名、密码、查询参数或片段'],
  [
    /^it must be the address of an HTTP proxy, such as (.*)$/,
    (example) => `应为 HTTP 代理的网址，例如 ${example}`,
  ],
  [/^it must have each % .*$/, () => '用户名和密码中的每个 % 要写成 %25'],
  [/^\S+ must be printable ASCII without spaces$/, () => '只能由可见的 ASCII 字符组成，不能有空格'],
  [/^\S+ must be a path such as (.*)$/, (example) => `应为路径，例如 ${example}`],
  [/^it must not contain any of (.*)$/, (marks) => `不能包含 ${marks} 中的任何一个`],
];

export const problem: typeof english = ({ variable, message }) => {
  // A setting in the file is named with it.
  const name = variable.replace(/^(\S+) in (.*)$/s, '$2 中的 $1');
  return `${name}：${translated(message, SENTENCES) ?? `设置有误（${message}）`}`;
};
