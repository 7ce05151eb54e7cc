import { problem } from './problems.zh.ts';
import type { Setup } from './setup.en.ts';
import { who } from './who.zh.ts';

const limit = (amount: string | null) => (amount === null ? '不限' : `${amount} 元`);

export const setup: Setup = {
  problem,
  environment: ({ variables }) => `环境变量（${variables.join('、')}）`,
  inOrder: ({ first, second }) => `${first}，其次 ${second}`,
  noFile: ({ path }) => `没有文件 ${path}`,
  and: '；',
  nothingSet: '没有任何设置',
  noLedgerYet: '改正配置之前不打开任何账本',
  nothingSetNoFile: ({ path }) => `没有任何设置，也没有文件 ${path}`,
  sources: ({ configuration, ledger }) => `配置：${configuration}\n账本：${ledger}\n`,
  connect: ({ block }) =>
    `它由 Claude Desktop 等宿主启动。要接入宿主，请运行 kamikit init：
它会询问你的密钥，保存在你自己的文件里，并写好宿主需要的内容。
想先用虚拟余额试用，请打开 claude_desktop_config.json
（Settings > Developer > Edit Config），加入以下内容：

${block}

重启 Claude Desktop，然后说：“能买些什么？帮我买一个月的视频会员。”
其他命令见 kamikit --help。
`,

  init: '询问密钥并接入宿主；先展示改动，原有内容都保留',
  host: '要接入的宿主；不写时，在终端里会询问，否则为 claude-desktop',
  whichHost: '要接入哪个宿主？（↑↓ 选择，回车确认）',
  found: '这台机器上有',
  hostFile: '这个宿主（或同类宿主）保存服务器的另一个文件',
  initYes: '什么都不问，直接写入',
  about: ({ path }) => `密钥和限额保存在 ${path}，
所有命令都会读取它；宿主的文件里不写这些内容。写入之前会先给你看，经你同意才写。
`,
  upstreams: { storefront: '店铺', cards: '卡券服务', supplier: '供货商' },
  questions: {
    KAMIKIT_STOREFRONT_API_KEY: '你在店铺的账户密钥',
    KAMIKIT_CARDS_API_KEY: '你在卡券服务的账户密钥',
    KAMIKIT_SUPPLIER_URL: '供货商店铺的网址',
    KAMIKIT_SUPPLIER_API_ID: '你在那里的账户 ID',
    KAMIKIT_SUPPLIER_API_KEY: '你在那里的账户密钥',
  },
  openly: ({ question }) => `${question}（没有就按回车）`,
  unseen: ({ question }) => `${question}（输入时不显示，没有就按回车）`,
  yes: '是',
  no: '否',
  stopped: '已中止，没有任何改动。',
  trying: ({ name }) => `正在验证密钥：${name}`,
  tried: ({ name, found }) => `${name}：${found}`,
  untried: ({ name, why }) => `${name}：${why}。密钥未能验证，先保留`,
  leftOut: ({ name }) => `${name}：已跳过，缺少密钥，它的其他设置不写入`,
  referenceStays: ({ name }) => `${name}：配置中写明的密钥来源保持不变，请在那里改正密钥。`,
  newFile: ({ path }) => `${path}（新文件）`,
  newKey: '…（新密钥）',
  noFolder: ({ folder, host }) => `没有目录 ${folder}：如果你没有安装 ${host}，请用 --host 指定别的宿主。`,
  stays: ({ variable }) => `${variable} 留在宿主的配置块里，它在那里优先于配置文件。`,
  write: '写入这些改动吗？',
  unchanged: '没有任何改动。',
  notAsked: '没有任何改动。在终端里运行时会询问你；加 --yes 则直接写入。',
  fault: ({ what }) => `${what}。没有任何改动。`,
  backup: ({ path }) => `原来的内容保存在 ${path}。`,
  playMoney: '目前使用虚拟余额和虚拟商品：有了密钥之后，再运行一次 kamikit init。',
  limits: ({ order, day }) =>
    `限额：每单 ${limit(order)}，每日 ${limit(day)}；可在配置中用 maxOrderTotal 和 dailyBudget 调整。`,
  pasteYourself: ({ why }) => `${why}，没有改动它。请你自己把以下内容加进去：`,
  claudeCode: ({ command }) => `运行以下命令，或把下面的内容写入项目的 .mcp.json：\n\n${command}`,
  claudeCodeFile: '把以下内容写入项目的 .mcp.json：',
  cherryStudio: '在 Cherry Studio 中打开“设置 > MCP 服务器 > 添加 > 从 JSON 导入”，粘贴以下内容。',
  notObject: ({ path }) => `${path} 不是 JSON 对象`,
  notObjectIn: ({ name, path }) => `${path} 中的“${name}”不是对象`,
  allThere: '原来就都写好了。',
  restart: ({ host }) => `重启 ${host}，问问它能买什么。可用 kamikit doctor 全面检查。`,
  thenRestart: ({ host }) => `然后重启 ${host}，问问它能买什么。可用 kamikit doctor 全面检查。`,
  brokenLink: ({ path }) =>
    `${path} 是符号链接，什么也没有写入。它指向的文件不存在：请删除这个链接，再运行一次。`,
  link: ({ path, target, instead }) =>
    `${path} 是指向 ${target} 的符号链接，什么也没有写入。如果那里才是正确的位置，请加上 ${instead} 再运行一次。`,
  notFile: ({ path }) => `${path} 不是文件，什么也没有写入。`,

  resume: '经你确认后，让暂停的账本或账户恢复消费',
  resumeAccount: '只恢复这一个：storefront、cards、supplier，或账户的 ID',
  resumeYes: '不询问，直接恢复',
  comparing: '正在核对账本与事件',
  nothingSuspended: '没有暂停的账户。',
  notSuspended: ({ account }) => `${account} 没有暂停。`,
  unknownAccount: ({ account, known }) => `没有账户 ${account}。可用的账户：${known.join('、')}。`,
  suspendedSince: ({ account, since, entryId }) => `账户 ${account} 自 ${since} 起因记录 ${entryId} 暂停。`,
  stoppedSince: ({ since, by }) => `所有消费自 ${since} 起停止（${who(by)}）。`,
  charge: ({ charged, agreed }) => `约定 ${agreed} 元，实扣 ${charged} 元。`,
  acceptedAsItIs: '恢复之后以账本的现状为准，它丢失的记录可能会被再买一次。',
  tokensEnd: ({ names }) =>
    `其间撤销过的令牌，账本可能已经忘记，所以恢复之后全部令牌一并作废：请用 kamikit user add 重新发给 ${names.join('、')}。`,
  mandatesEnd: ({ count }) =>
    `其间撤销过的授权也可能已经忘记，所以 ${count} 项授权一并作废：还需要的，请用 kamikit mandate add 重新添加。`,
  resumeQuestion: '恢复消费吗？',
  moreSuspended: '没有恢复：刚才又有新的停止或暂停。请再运行一次命令，看清原因后再决定。',
  notResumed: '没有任何改动。在终端里运行时会询问你；加 --yes 则不询问。',
  resumed: '已恢复消费。',
  resumeAll: '用 `kamikit resume`（不带账户）恢复。',

  ui: '所有者的页面：审批、账本、授权、停止消费；打印一个只能打开一次的链接',
  uiNoOpen: '不打开浏览器',
  uiLink: '这个链接 5 分钟内可打开一次页面。按回车获取新链接，按 Ctrl-C 结束。',

  notify: '接收供货商的异步通知并写入账本；打印一行 JSON，包含网址',
  notifyHost: '监听的地址',
  notInSandbox: '沙盒不发送通知：要接收供货商的通知，请去掉 KAMIKIT_SANDBOX。',
  noSupplier:
    '没有配置供货商：请运行 kamikit init，或设置 KAMIKIT_SUPPLIER_URL、KAMIKIT_SUPPLIER_API_ID 和 KAMIKIT_SUPPLIER_API_KEY。',
};
