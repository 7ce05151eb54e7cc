import type { Serving } from './serving.en.ts';

export const serving: Serving = {
  about: '通过 HTTP 在 /mcp 向持有令牌的人提供工具，并提供所有者的网页；打印一行 JSON，包含网址',
  host: '监听的地址',
  publicUrl: '外部访问的网址，由带 TLS 的反向代理转发',
  wrongPublicUrl: '必须是不带路径的 HTTPS 网址，例如 https://kamikit.example.com',
  needsPublicUrl: '在本机以外监听时，需要用 --public-url 写明前面反向代理的 HTTPS 网址，别人连接的是它',
  restock: '按这张清单补货，只凭授权；每次重新读取',
  restockAt: '何时补货，用 cron 的写法，上海时间："0 9 * * *" 表示每天九点',
  restockMaxTotal: '一次补货最多花多少元',
  restockNeedsAll: '--restock、--restock-at 和 --restock-max-total 要一起用',
  wrongCron: '--restock-at 要有五段，例如 "0 9 * * *"',
  user: '谁可以使用 `kamikit serve`；不带子命令则列出',
  userAdd: '添加一个人并打印令牌：令牌只显示这一次，只保存它的哈希',
  userList: '可以使用的人和各自的上限',
  userRevoke: '收回某人的令牌，在所有进程中立即生效',
  userName: '字母和数字，最多 40 个',
  role: 'owner：一切权限。buyer：可以花钱，只看自己的记录。viewer：只能查看，看不到卡密',
  needsRole: ({ roles }) => `需要 --role：${roles.join('、')}`,
  dailyBudget: '此人每天最多花多少（元），包含在总预算之内',
  maxOrder: '此人每单最多多少（元）',
  wrongMoney: '必须是以元为单位的金额，例如 99.50',
  all: '包括已撤销的人',
  json: '以 JSON 输出',
  nobody: '还没有人可以使用 `kamikit serve`。用 `kamikit user add NAME --role buyer` 添加。',
  added: ({ name }) =>
    `已添加 ${name}。上面的令牌不会再次显示；客户端用请求头“Authorization: Bearer TOKEN”发送它。`,
  listed: ({ name, role, daily, most, since }) =>
    [
      `${name}  ${role}`,
      ...(daily === null ? [] : [`每天 ${daily} 元`]),
      ...(most === null ? [] : [`每单最多 ${most} 元`]),
      `自 ${since} 起`,
    ].join('  '),
  revokedSince: ({ since }) => `已于 ${since} 撤销`,
  revoked: ({ name, since }) => `${name} 已于 ${since} 撤销。`,
};
