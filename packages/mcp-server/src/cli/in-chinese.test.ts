import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { commands } from './testing/commands.ts';
import { kamikit } from './testing/kamikit.ts';

it.each(await commands())('kamikit %s %s shows its help in Chinese, and no English', async (...words) => {
  const { code, out } = await kamikit([...words, '--help'], undefined, 'zh');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^用法：${['kamikit', ...words].join(' ')}`));
  for (const line of out.split('\n').slice(1)) expect(line).not.toMatch(/([A-Za-z]+ ){3}[a-z]/);
});

it.each([
  ['legder', 'kamikit: 没有“legder”这个命令\n（是不是想输入 ledger？）\n用法见 kamikit --help。\n'],
  ['ledger list --stat sent', /^kamikit ledger list: 没有“--stat”这个选项\n（是不是想输入 --state？）/],
  ['ledger list --state', /选项“--state <state>”后面缺少值/],
  [
    'ledger list --state odd',
    /选项“--state <state>”的值“odd”无效。只能是 awaiting_approval、prepared、sent、/,
  ],
  ['ledger list --page 0', /选项“--page <number>”的值“0”无效。应为 1 或更大的数字。/],
  ['ledger show', /缺少参数“id”/],
  ['ledger show abc', /abc 太短：至少输入 ID 的前 4 位\n用法见 kamikit ledger show --help。/],
  ['ledger settle abcd --delivered --failed', /选项“--delivered”和“--failed”不能同时使用/],
  ['ledger verify odd', /参数过多：只接受 0 个，却给了 1 个/],
  ['sandbox --port 1e3', /应在 0 到 65535 之间。/],
])('kamikit %s is wrong usage in Chinese, too', async (typed, told) => {
  const { code, err } = await kamikit(typed.split(' '), undefined, 'zh');
  expect(code).toBe(2);
  expect(err).toMatch(told);
  expect(err).not.toMatch(/([A-Za-z]+ ){3}[a-z]/);
});

it.each([
  ['', /^它由 Claude Desktop 等宿主启动。/],
  [
    'doctor',
    /^问题 配置 {11}还没有任何配置.*\n跳过 宿主 .*\n跳过 店铺 {11}未配置\n[\s\S]*发现 1 个问题。\n$/m,
  ],
  ['resume', /^没有暂停的账户。\n$/],
  ['ledger list', /^账本里没有这样的记录。\n$/],
  ['ledger verify', /^全部记录和事件都与 Kamikit 写入时一致。\n$/],
  ['ledger reconcile', /^没有结果不明的记录。\n$/],
])('kamikit %s speaks Chinese', async (typed, told) => {
  const words = typed.split(' ').filter((word) => word !== '');
  const { out, err } = await kamikit(words, undefined, 'zh');
  expect(out).toMatch(told);
  expect(`${out}${err}`).not.toMatch(/([A-Za-z]+ ){3}[a-z]/);
});

it('doctor’s JSON is English in any language', async () => {
  const { out } = await kamikit(['doctor', '--json'], undefined, 'zh');
  expect(out).not.toMatch(/\p{Script=Han}/u);
  expect(JSON.parse(out).checks[0]).toMatchObject({ name: 'configuration', verdict: 'bad' });
});

it('what a library says in English is said in Chinese', async () => {
  const { code, err } = await kamikit(['resume', 'storefront'], undefined, 'zh');
  expect(code).toBe(1);
  expect(err).toMatch(/kamikit resume: 没有配置店铺。\n$/);
});

it('says in Chinese who decided', async () => {
  const folder = temporaryFolder();
  await kamikit(['stop'], undefined, 'zh', folder);
  expect((await kamikit(['doctor'], undefined, 'zh', folder)).out).toContain('停止（命令行）');
  expect((await kamikit(['resume', '--yes'], undefined, 'zh', folder)).out).toContain('停止（命令行）');
});
