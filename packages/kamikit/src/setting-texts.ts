/** What a setting is called, and what it does, in one line of each language: hosts show no translations of these. */
interface SettingTexts {
  type?: 'boolean' | 'directory' | 'file';
  title: string;
  en: string;
  zh: string;
}

const YUAN = 'in yuan; "none" for no limit';

/** By variable, a text for each that any version has; which of them there are is the server's to say. */
export const settingTexts: Readonly<Record<string, SettingTexts>> = {
  KAMIKIT_STOREFRONT_API_KEY: {
    title: 'Shop: key · 店铺密钥',
    en: 'The API key of your account at the shop',
    zh: '你在店铺的 API 密钥',
  },
  KAMIKIT_STOREFRONT_URL: {
    title: 'Shop: URL · 店铺网址',
    en: "Where the shop's API is, if not at the vendor's",
    zh: '店铺 API 的网址，默认为官方地址',
  },
  KAMIKIT_CARDS_API_KEY: {
    title: 'Card service: key · 卡券服务密钥',
    en: 'The API key of your account at the card service',
    zh: '你在卡券服务的 API 密钥',
  },
  KAMIKIT_CARDS_URL: {
    title: 'Card service: URL · 卡券服务网址',
    en: "Where the card service's API is, if not at the vendor's",
    zh: '卡券服务 API 的网址，默认为官方地址',
  },
  KAMIKIT_SUPPLIER_URL: {
    title: 'Supplier: URL · 供货商网址',
    en: "The supplier's shop, which has the open-api plugin",
    zh: '供货商店铺的网址，须装有 open-api 插件',
  },
  KAMIKIT_SUPPLIER_API_ID: {
    title: 'Supplier: API id · 供货商 API ID',
    en: 'The API id of your account there',
    zh: '你在供货商的 API ID',
  },
  KAMIKIT_SUPPLIER_API_KEY: {
    title: 'Supplier: key · 供货商密钥',
    en: 'The API key of your account there',
    zh: '你在供货商的 API 密钥',
  },
  KAMIKIT_SUPPLIER_PREFIX: {
    title: 'Supplier: path · 供货商插件路径',
    en: "The plugin's path; by default /plugin/open-api",
    zh: '插件路径，默认为 /plugin/open-api',
  },
  KAMIKIT_SUPPLIER_NOTIFY_URL: {
    title: 'Supplier: notifications · 供货商通知地址',
    en: 'The public address that the supplier notifies; the order number is appended to it',
    zh: '接收通知的公网地址，订单号会拼接在末尾',
  },
  KAMIKIT_MAX_ORDER_TOTAL: {
    title: 'Limit per order · 单笔上限',
    en: `What one order may cost, ${YUAN}. By default 100`,
    zh: '单笔最多花多少元，none 表示不限，默认 100',
  },
  KAMIKIT_DAILY_BUDGET: {
    title: 'Daily budget · 每日预算',
    en: `What one day (Asia/Shanghai) may cost, ${YUAN}. By default 300`,
    zh: '每天（北京时间）最多花多少元，none 表示不限，默认 300',
  },
  KAMIKIT_DAILY_CARDS: {
    title: 'Cards per day · 每日发卡上限',
    en: 'How many cards may be issued or recharged a day; "none" for no limit. By default 100',
    zh: '每天最多发卡、充卡多少张，none 表示不限，默认 100',
  },
  KAMIKIT_RATE_LIMIT: {
    title: 'Requests per minute · 每分钟请求数',
    en: 'Requests a minute to one account; "none" for no limit. By default 60 for the storefront, 120 for the others',
    zh: '对一个账户每分钟最多多少次请求，none 表示不限；默认商城 60，其他 120',
  },
  KAMIKIT_READ_ONLY: {
    type: 'boolean',
    title: 'Read only · 只读',
    en: 'Offers nothing that spends, consumes or deletes',
    zh: '不提供任何花钱、消耗或删除的工具',
  },
  KAMIKIT_CONFIRM: {
    title: 'Confirmation · 购买确认',
    en: 'auto (default): you are asked where the host can ask; required: purchases are refused where it cannot; never',
    zh: 'auto（默认）：宿主支持时先问你；required：宿主不支持询问时拒绝购买；never：从不询问',
  },
  KAMIKIT_REVEAL: {
    title: 'Show cards · 显示卡密',
    en: 'inline (default): delivered cards appear in answers; sealed: only you can read them, outside of the conversation',
    zh: 'inline（默认）：回答中显示卡密；sealed：对话中不显示，只有你能在别处查看',
  },
  KAMIKIT_OAUTH_ISSUER: {
    title: 'OAuth issuer · OAuth 签发者',
    en: 'For kamikit serve: whose tokens are accepted beside its own, as its https: address',
    zh: '用于 kamikit serve：除自带令牌外，接受哪个签发者的令牌（HTTPS 网址）',
  },
  KAMIKIT_OAUTH_AUDIENCE: {
    title: 'OAuth audience · OAuth 受众',
    en: 'For kamikit serve: the audience that such tokens must be meant for, such as its own address',
    zh: '用于 kamikit serve：这些令牌必须面向的受众（aud），例如服务自己的网址',
  },
  KAMIKIT_DATA_DIR: {
    type: 'directory',
    title: 'Ledger folder · 账本目录',
    en: "Where the ledger lives, as an absolute path; by default the system's folder for user data",
    zh: '账本所在目录（绝对路径），默认为系统的用户数据目录',
  },
  KAMIKIT_DATABASE_URL: {
    title: 'Database · 数据库',
    en: 'postgres://USER:PASSWORD@HOST/DATABASE: the ledger lives in PostgreSQL, for several machines',
    zh: 'postgres://用户:密码@主机/数据库：账本保存在 PostgreSQL 中，供多台机器共用',
  },
  KAMIKIT_CONFIG: {
    type: 'file',
    title: 'Configuration file · 配置文件',
    en: 'A file with these settings; what is set here goes before it',
    zh: '保存以上设置的文件，此处填写的优先',
  },
  KAMIKIT_SANDBOX: {
    type: 'boolean',
    title: 'Play money · 沙盒试用',
    en: 'Made-up goods and play money; no keys are needed, and nothing real is bought',
    zh: '使用虚拟商品与虚拟余额，不需要密钥，不会真的购买',
  },
  KAMIKIT_LANG: {
    title: 'Language · 语言',
    en: 'zh or en; by default that of your system',
    zh: 'zh 或 en，默认跟随系统',
  },
  KAMIKIT_LOG_LEVEL: {
    title: 'Log level · 日志级别',
    en: 'debug, info (default), warn, error or silent',
    zh: 'debug、info（默认）、warn、error 或 silent',
  },
};
