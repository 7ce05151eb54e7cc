import { errorInChinese } from './errors.zh.ts';
import { type Glossary, translated } from './glossary.ts';
import { JOB_HINTS } from './job-errors.zh.ts';

const LOOK_AT_SHOP =
  '请在店铺自己的网站上查看订单列表：有这一单，卡密就在里面；确实没有，才可以换一个新的幂等键再买';

/** What our libraries advise; the ledger keeps it in English. */
const ADVICE: Glossary = [
  [
    /^The shop took the money but delivered too few cards/,
    () => '店铺扣了钱，但卡密没有发够（异常）：请用户找店铺解决，不要再次购买。',
  ],
  [/^The order failed\. /, () => '订单失败。钱退没退以账户余额为准；再次购买之前，请用户先问店铺。'],
  [
    /^The shop took the money and delivered nothing/,
    () =>
      '店铺扣了钱却没有发货：商品在此期间卖完了。请用户拿着 shop_trade_no 找店铺客服补货或退款，解决之前不要再次购买。',
  ],
  [/^The shop could not deliver\. /, () => '店铺未能发货。钱退没退以账户余额为准；再次购买之前先问店铺。'],
  [
    /^This shop does not say how a trade stands/,
    () =>
      '这家店不说明订单状态，它写的内容可能是商品，也可能只是通知：请用户自己看，再由所有者手动了结这条记录。',
  ],
  [/^The money came back: /, () => '钱已退回，账户余额里看得到。'],
  [
    /^The shop says that the money was refunded\. This shop does not show the account’s balance: /,
    () => '店铺称已退款，但不显示账户余额：在余额里看到之前，按已花费计算。',
  ],
  [
    /^The shop says that the money was refunded\. The account holds (\S+) yuan, and would hold (\S+): /,
    (holds, would) =>
      `店铺称已退款，但账户余额为 ${holds} 元，本应有 ${would} 元：在余额里看到之前，按已花费计算。`,
  ],
  [
    /^The shop says that the money was refunded\. (.*): until the balance shows/s,
    (why) => `店铺称已退款，但还不能证实：在余额里看到之前，按已花费计算。（${why}）`,
  ],
  [/^Its owner says that it failed\.$/, () => '所有者说这一笔没有成功。'],
  [
    /^There is no telling whether it took place: check the card, .* \((.*)\)\.$/s,
    (why) => `无法判断是否执行过：再次操作之前，先查看这张卡，并确认还有谁在用它。（${why}）`,
  ],
  [/^Check the order list on the shop’s own website: /, () => `${LOOK_AT_SHOP}。`],
  [
    /^(\S+) yuan left the account\. Check the order list/,
    (spent) => `账户少了 ${spent} 元。${LOOK_AT_SHOP}。`,
  ],
  [
    /^The shop charged (\S+) yuan, but the order number never arrived\. /,
    (spent) => `店铺扣了 ${spent} 元，但没有收到订单号。卡密在店铺自己网站的订单列表里。不要再次购买。`,
  ],
  [
    /^The upstream refused it, but (\S+) yuan left the account: /,
    (spent) => `对方拒绝了这一笔，但账户少了 ${spent} 元：请先对账，并向对方问清用途，在那之前不要再次购买。`,
  ],
  [
    /^The upstream knows nothing of it, but (\S+) yuan left the account: /,
    (spent) =>
      `对方查不到这一笔，但账户少了 ${spent} 元：请向对方问清用途，在那之前不要再次购买。所有者可以手动了结这条记录。`,
  ],
  [
    /^It was done with a different account or address /,
    () => '这一笔用的不是现在配置的账户或网址：请换回原来的配置，再对账。',
  ],
  [
    /^The upstream knows nothing of it, but the account’s balance, which may show otherwise, could not be read: do not do it again\. It is checked again automatically\.$/,
    () => '对方查不到这一笔，但暂时读不到账户余额，无法比对：不要重复操作。系统会自动再查。',
  ],
  [
    /^There is no sign of it yet, .* an answer is certain in (\d+) (min|h), not sooner\.$/,
    (count, unit) =>
      `还没有它的踪迹，但对方可能仍在处理：不要重复操作。系统会自动再查，${count} ${unit === 'h' ? '小时' : '分钟'}后才能确定。`,
  ],
  [
    /^The entry has no trade number that the shop could be asked for: /,
    () => '这条记录没有可以查询的订单号：请去问店铺，得到答复之前不要再次购买。',
  ],
  [
    /^This shop cannot be asked about trades: /,
    () => '这家店不支持查询订单：请所有者到店铺查看，再手动了结这条记录，在那之前不要再次购买。',
  ],
  [
    /^Reconcile this entry, or check the upstream's own records, before repeating this /,
    () => '再次操作之前，先对账，或到对方网站上核对。',
  ],
  [
    /^The upstream answered with (.*), which belongs to entry (\S+): that proves nothing of this one\. /s,
    (reference, entry) =>
      `对方返回的 ${reference} 属于记录 ${entry}，不能证明这一笔的结果。再次操作之前，先对账，或到对方网站上核对。`,
  ],
  [
    /^The upstream accepted it but no longer shows it: /,
    () => '对方接受了它，但现在查不到了：再次操作之前，先问清对方。',
  ],
];

/** What to do about an error, where our libraries say so. */
const HINTS: Glossary = [
  [
    /^It is the API id that is wrong, or the URL of another shop; /,
    () => 'API ID 有误，或者是另一家店的网址；密钥对不对还不知道。',
  ],
  [/^Query trade (\S+) later; /, (trade) => `稍后查询订单 ${trade}；查清之前不要用别的单号下单。`],
  [/^Try again with the same idempotency key\.$/, () => '用同一个幂等键重试。'],
  [
    /^Use Node (\S+) or newer, /,
    (version) => `请使用 Node ${version} 或更新的版本，且不要加 --no-experimental-sqlite。`,
  ],
  [/^Update this program and restart it, /, () => '请更新这个程序并重启，或把账本放到另一个目录。'],
  [
    /^Call again with the same idempotency key in a moment\. /,
    () => '稍后用同一个幂等键再次调用；换新的键会重复执行。',
  ],
  [
    /^Call again with the same idempotency key: the owner is asked then\.$/,
    () => '用同一个幂等键再次调用：届时会请所有者审批。',
  ],
  [/^The same idempotency key may be used again\.$/, () => '可以继续使用同一个幂等键。'],
  [
    /^Nothing was sent, and this request is closed: /,
    () =>
      '什么也没有发送，这个请求已了结：只有用户还想要，才作为新的请求再提一次（需要幂等键的，换新的键）。',
  ],
  [
    /^Use the ledger in that place\. /,
    () => '请使用那里的账本。只有彻底放弃那里的账本之后，才用 kamikit resume 让这一个恢复消费。',
  ],
  [/^Only the owner can resume\. /, () => '只有所有者能恢复消费；恢复之后可以继续使用同一个幂等键。'],
  [/^This idempotency key is used up: /, () => '这个幂等键已用过：要重试，请换新的键。'],
  [
    /^Nothing was sent\. Use a key again only /,
    () => '什么也没有发送。只有重复同一个请求才沿用原来的幂等键；不同的请求要用新的键。',
  ],
  [
    /^Nothing was committed, and this idempotency key is used up: /,
    () => '没有执行，这个幂等键已用过：要重试，请换新的键。',
  ],
  [
    /^Nothing was sent\. Ask for less, /,
    () => '什么也没有发送。请减少数量，或请所有者调高上限。每日上限在北京时间零点重置。',
  ],
  [
    /^Somebody changed the ledger's file\. /,
    () => '有人改动了账本文件。请从备份恢复这条记录，或到对方网站上核对。',
  ],
  [/^Use the account that it was bought with\.$/, () => '请使用当时购买的账户。'],
  [/^Use the version that created the entry\.$/, () => '请使用创建这条记录的版本。'],
  [
    /^Move the file away \(keep it: /,
    () => '请把这个文件移走（不要删除，里面可能有已付款的卡密），再重试；会创建新的账本。',
  ],
  [/^Make the folder writable, /, () => '请让这个目录可写，或把账本放到可写的目录。'],
  [/^Free some disk space, /, () => '请腾出磁盘空间，或把账本放到有空间的目录。'],
  [
    /^Nothing is sent until the database answers again\. /,
    () => '数据库恢复应答之前什么也不会发送。请检查它是否在运行、从这里能否连上。',
  ],
  [
    /^Every machine that shares this ledger needs the same ledger\.key /,
    () =>
      '共用这个账本的每台机器，配置目录中都要有同一个 ledger.key：请从写过这个账本的机器复制过来（权限 0600），再重启这个程序。',
  ],
  [/^Correct the database URL\.$/, () => '请更正数据库网址。'],
  [
    /^Only a ledger in a file is copied; one in a database moves with pg_dump and pg_restore\.$/,
    () => '只能复制文件中的账本；数据库中的账本请用 pg_dump 和 pg_restore 迁移。',
  ],
  [
    /^Name another schema \(\?schema=NAME\), or use the ledger that is there\.$/,
    () => '请换一个 schema（?schema=名称），或使用那里已有的账本。',
  ],
  [
    /^Close the programs that use this ledger, and try again\.$/,
    () => '请关闭正在使用这个账本的程序，然后重试。',
  ],
  [
    /^See what `kamikit ledger verify` finds, and say `kamikit resume` once you take it as it is\.$/,
    () => '请看 `kamikit ledger verify` 查出了什么；确认接受现状后执行 `kamikit resume`。',
  ],
  [/^Create it, or correct the database URL\.$/, () => '请创建它，或更正数据库网址。'],
  [
    /^Open the ledger once as the role that owns its tables, /,
    () => '请先用拥有这些表的角色打开一次账本，再按 docs/postgresql.zh-CN.md 所列给这个角色授权。',
  ],
  [
    /^Your role here is to look: whoever runs this server can give you another\.$/,
    () => '你在这里只能查看；如需其他角色，请联系管理这台服务器的人。',
  ],
  [/^Free some disk space on the server\.$/, () => '请在服务器上腾出磁盘空间。'],
  [
    /^Nothing is sent until it can be written again;/,
    () => '恢复可写之前不会发送任何请求；也可能要更正数据库网址。',
  ],
  [
    /^A pooler such as PgBouncer is in between: /,
    () => '中间有 PgBouncer 之类的连接池：请在数据库网址中直接写服务器本身。',
  ],
  [/^Create the database with the encoding UTF8\.$/, () => '请用 UTF8 编码创建数据库。'],
  [/^Close other programs, or raise max_connections\.$/, () => '请关闭其他程序，或调高 max_connections。'],
  [
    /^Call again with the same idempotency key once the database answers: /,
    () => '数据库恢复应答后，请用同一个幂等键再次调用，届时会得知结果。',
  ],
  [/^Write it as (postgres:\S+), /, (example) => `请写成 ${example}，密码中的特殊字符要用百分号编码。`],
  [
    /^Try again; if it stays locked, look for who holds it: (.*)\.$/,
    (query) => `请重试；如果一直被锁定，请查明是谁占用：${query}。`,
  ],
  [/^Try again; if it stays locked, /, () => '请重试；如果一直被锁定，请关闭正在使用这个文件的程序。'],
  [/^Move the file itself there, /, () => '请把文件本身放到那里，或指定文件所在的目录。'],
  [
    /^Put the file back beside its log\. /,
    () => '把账本文件放回日志旁边。确实找不回来时，把日志也移走，并保存好。',
  ],
  [
    /^Ask the user to put the right file in place /,
    () => '请用户把正确的文件放回原处并重启程序，程序会再与原来的内容核对。',
  ],
  [
    /^Nothing was sent: the proxy does not answer, /,
    () => '什么也没有发送：代理没有响应，或不放行任何请求。请用户检查代理的地址，并确认它能用。',
  ],
  [
    /^Ask the user to run that command in a terminal /,
    () => '请用户在终端里运行这个命令，看看它输出什么；之后可以重复同一次调用。',
  ],
  [/^Run: (.*)$/s, (command) => `请运行：${command}`],
];

/** In Chinese; null for a sentence that is new here. */
export function inChinese(said: string): string | null {
  return (
    translated(said, ADVICE) ?? translated(said, HINTS) ?? translated(said, JOB_HINTS) ?? errorInChinese(said)
  );
}
