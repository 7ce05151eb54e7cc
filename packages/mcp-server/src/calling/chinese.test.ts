import { describe, expect, it } from 'vitest';
import { connectHost } from '../../test/host.ts';
import { shop } from '../../test/shop.ts';

const chinese = { environment: { KAMIKIT_LANG: 'zh', KAMIKIT_LOG_LEVEL: 'debug' } };
const HAN = /\p{Script=Han}/u;

describe('a server that speaks Chinese', () => {
  it('introduces itself, asks, and says what to do next in Chinese', async () => {
    const questions: string[] = [];
    const { client, call, wish } = await shop({
      ...chinese,
      answer: (question) => {
        questions.push(question);
        return 'accept';
      },
    });
    expect(client.getInstructions()).toMatch(/^用用户的钱购买/);
    const { answer } = await call('purchase', wish);
    expect(questions).toEqual([expect.stringMatching(/^最多支付 [\d.]+ 元，购买 2 件.*\n由店铺账户 /)]);
    expect(answer.next).toMatch(/^还没有完成。用这个 order_sn 调用 poll_order/);
  });

  it('says in Chinese what to do about a failure; its code and message stay English, and so do logs', async () => {
    const { call, wish, logged } = await shop({ ...chinese, answer: () => 'decline' });
    const { answer } = await call('purchase', wish);
    expect(answer.error).toMatchObject({
      ...{ code: 'declined', message: 'Not confirmed: the user said no. Nothing was sent.' },
      hint: '用户拒绝了。什么也没有发送；除非用户要求，不要再试。',
    });
    expect(logged.filter((line) => line.includes('declined'))).toHaveLength(1);
    expect(logged.filter((line) => HAN.test(line))).toEqual([]);
  });

  it('says in Chinese what is wrong with arguments that make no sense together', async () => {
    const { call } = await connectHost({ environment: { KAMIKIT_LANG: 'zh', KAMIKIT_SANDBOX: 'true' } });
    const { answer } = await call('list_ledger', { since: '2026-11-20', until: '2026-11-01' });
    expect(answer.error).toMatchObject({
      ...{ code: 'invalid_request', message: expect.stringMatching(/^Invalid arguments: since/) },
      hint: '参数有误：since（2026-11-20）晚于 until（2026-11-01）。改正消息中指出的字段，然后重新调用。',
    });
  });

  it('lists its tools in English like any other, and its prompts and resources in Chinese', async () => {
    const [zh, en] = [await shop(chinese), await shop()];
    expect(await zh.client.listTools()).toEqual(await en.client.listTools());
    const { prompts } = await zh.client.listPrompts();
    expect(prompts.map(({ name, title }) => [name, title])).toEqual([
      ['buy', '购买'],
      ['restock', '进货'],
      ['this_month', '本月账单'],
    ]);
    const { messages } = await zh.client.getPrompt({
      name: 'buy',
      arguments: { what: '月卡', max_total: '30' },
    });
    expect(JSON.stringify(messages)).toContain(
      '从店铺购买：月卡。总价上限（元，留空则不限）：30。先用 list_goods',
    );
    const { resources } = await zh.client.listResources();
    expect(resources.map(({ title }) => title)).toEqual(['最近购买', '本月花费', '店铺商品']);
  });

  it('with nothing configured says in Chinese what to set', async () => {
    const { client } = await connectHost(chinese);
    expect(client.getInstructions()).toMatch(/^还没有任何配置.*\n店铺：KAMIKIT_STOREFRONT_API_KEY/);
  });
});
