import { describe, expect, it } from 'vitest';
import { openSandbox } from '../testing/open-sandbox.ts';

interface Body {
  code: number | string;
  message: string;
  data: { codes: string[]; list: Array<{ code: string }>; items: object[]; [field: string]: unknown };
}

/** The card service as a client with a key sees it. */
async function service() {
  const { sandbox, control } = await openSandbox();
  const { url, apiKey } = sandbox.cards;
  async function ask(action: string, fields: Record<string, string> = {}, method = 'POST') {
    const form = new URLSearchParams({ api_key: apiKey, ...fields });
    const response =
      method === 'POST'
        ? await fetch(`${url}?action=${action}`, { method, body: form })
        : await fetch(`${url}?action=${action}&${form}`);
    return { status: response.status, body: (await response.json()) as Body };
  }
  async function issue(fields: Record<string, string>): Promise<string> {
    const { body } = await ask('generate', fields);
    return body.data.codes[0] ?? '';
  }
  return { sandbox, control, ask, issue };
}

const COUNT = { card_type: 'count', duration: '2' };
const POINT = { card_type: 'point', duration: '25', total_uses: '10' };
const HOUR = { card_type: 'time', duration: '24', duration_unit: 'hour' };

describe('the card service', () => {
  it('issues cards of 16 capital letters and digits, for thirty days by default', async () => {
    const { ask } = await service();
    const { body } = await ask('generate', { count: '2' });
    expect(body).toMatchObject({ code: 200, message: '生成成功' });
    expect(body.data.codes).toEqual([expect.stringMatching(/^[A-Z0-9]{16}$/), expect.any(String)]);
    const day = await ask('verify', { code: body.data.codes[0] ?? '' });
    expect(Object.keys(day.body.data)).toEqual([
      ...['code', 'card_type', 'card_type_name', 'duration'],
      ...['duration_unit', 'duration_unit_name', 'expire_at', 'status'],
    ]);
    expect(day.body.data).toMatchObject({ duration: 30, duration_unit: 'day', status: '未使用' });
  });

  it('answers as the document shows, by the type of card', async () => {
    const { ask, issue } = await service();
    const count = await ask('use', { code: await issue(COUNT) });
    expect(count.body.data).toMatchObject({ total_uses: 2, used_count: 1, remaining_count: 1 });
    const point = await ask('use', { code: await issue(POINT) });
    expect(point.body.data).toMatchObject({
      total_points: 25,
      points_per_use: 10,
      used_points: 10,
      remaining_points: 15,
    });
    const hour = await ask('use', { code: await issue(HOUR) }, 'GET');
    expect(hour.body.data).toMatchObject({
      ...{ status: '已使用', remaining_time: '24小时0分', expire_at: '2026-11-21 16:00:00' },
    });
  });

  it.each([
    ['count', COUNT, 2, '次数已用完'],
    ['point', POINT, 2, '点数已用完'],
  ])('a %s card runs out', async (_, kind, uses, message) => {
    const { ask, issue } = await service();
    const code = await issue(kind);
    for (let used = 0; used < uses; used += 1) expect((await ask('use', { code })).status).toBe(200);
    expect(await ask('use', { code })).toEqual({ status: 400, body: { code: 400, message } });
  });

  it('a time card expires as the clock moves, and a recharge revives it', async () => {
    const { ask, issue, control } = await service();
    const code = await issue(HOUR);
    await ask('use', { code });
    await control('clock', { advance_seconds: 25 * 3600 });
    expect((await ask('verify', { code })).body).toEqual({ code: 400, message: '卡密已过期' });
    const { body } = await ask('recharge', { code, amount: '2' });
    expect(body.data).toMatchObject({ added_duration: 2, remaining_time: '2小时0分' });
    expect((await ask('verify', { code })).status).toBe(200);
  });

  it('a recharge adds uses and points, and shows the new totals', async () => {
    const { ask, issue } = await service();
    const count = await ask('recharge', { code: await issue(COUNT), amount: '10' });
    expect(count.body.data).toMatchObject({ added_uses: 10, new_total_uses: 12, remaining_count: 12 });
    const point = await ask('recharge', { code: await issue(POINT), amount: '50' });
    expect(point.body.data).toMatchObject({ added_points: 50, new_total_points: 75, remaining_points: 75 });
  });

  it('a deleted card is gone', async () => {
    const { ask, issue } = await service();
    const code = await issue(COUNT);
    expect((await ask('delete', { code })).body).toEqual({ code: 200, message: '删除成功' });
    expect(await ask('delete', { code })).toEqual({
      status: 404,
      body: { code: 404, message: '卡密不存在' },
    });
  });

  it.each([
    ['a wrong key', 'verify', { api_key: 'no' }, 401, '密钥无效'],
    ['an unknown card', 'use', { code: 'NONE' }, 404, '卡密不存在'],
    ['an unknown type', 'generate', { card_type: 'gift' }, 400, '参数错误'],
    ['a negative duration', 'generate', { duration: '-1' }, 400, '参数错误'],
    ['no amount', 'recharge', {}, 400, '参数错误'],
  ])('refuses %s', async (_, action, fields, code, message) => {
    const { ask, issue } = await service();
    const known = action === 'recharge' ? { code: await issue(COUNT) } : {};
    expect(await ask(action, { ...known, ...fields })).toEqual({ status: code, body: { code, message } });
  });

  it('lists by part of a code, by status and by type, in the shape it is told', async () => {
    const { ask, issue, control } = await service();
    const [count, point] = [await issue(COUNT), await issue({ ...POINT, remark: 'mine' })];
    const all = await ask('query', {}, 'GET');
    expect(all.body.data.list.map(({ code }) => code)).toEqual([count, point]);
    const part = await ask('query', { code: point.slice(3, 9), card_type: 'point', status: '0' }, 'GET');
    expect(part.body.data.list).toMatchObject([{ code: point, remark: 'mine' }]);
    await control('cards', { list_shape: 'paged', page_size: 1, echo_remark: false });
    const second = await ask('query', { page: '2' }, 'GET');
    expect(second.body.data).toMatchObject({ items: [{ code: point }], total: 2, page: 2, limit: 1 });
    expect(second.body.data.items[0]).not.toHaveProperty('remark');
  });

  it('always answers with HTTP 200, and with codes as text, when it is told to', async () => {
    const { ask, control } = await service();
    await control('cards', { http_status: 'always_200', code_as: 'string' });
    expect(await ask('use', { code: 'NONE' })).toEqual({
      status: 200,
      body: { code: '404', message: '卡密不存在' },
    });
  });

  it('changes nothing when it is given a setting that does not exist', async () => {
    const { ask, control } = await service();
    expect((await control('cards', { http_status: 'always_200', colour: 'red' })).status).toBe(400);
    expect((await ask('use', { code: 'NONE' })).status).toBe(404);
  });

  it('uses a card and then cuts the connection when it is told to', async () => {
    const { ask, issue, sandbox } = await service();
    const code = await issue(COUNT);
    sandbox.addFault({ upstream: 'cards', operation: 'use', kind: 'reset_after' });
    await expect(ask('use', { code })).rejects.toThrow();
    expect(sandbox.state().cards.uses).toMatchObject([{ code }]);
  });
});
