import { expect, test } from 'vitest';
import { openSandbox } from '../testing/open-sandbox.ts';

const page = (total: number, ids: number[], rest: object) => ({
  success: true,
  message: '操作成功',
  data: { total, data: ids.map((id) => expect.objectContaining({ id })), ...rest },
});

test.each([
  ['', page(64, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], { current_page: 1, per_page: 15 })],
  ['?per_page=2&page=2', page(64, [3, 4], { current_page: 2, per_page: 2 })],
  ['?page=99', page(64, [], { current_page: 99, per_page: 15 })],
  ['?group_id=4&per_page=3', page(8, [25, 26, 27], { current_page: 1, per_page: 3 })],
  ['?type=2', page(3, [45, 55, 56], { current_page: 1, per_page: 15 })],
  ['?search=steam', page(1, [25], { current_page: 1, per_page: 15 })],
  ['?search=无损音质', page(1, [9], { current_page: 1, per_page: 15 })],
  ['?search=100Q币', page(1, [26], { current_page: 1, per_page: 15 })],
])('GET /goods%s returns its page', async (query, expected) => {
  const { shop } = await openSandbox();
  expect((await shop(`/goods${query}`)).body).toEqual(expected);
});

test('a product is shown with its page, its specifications and their prices', async () => {
  const { shop } = await openSandbox();
  expect((await shop('/goods/1')).body).toEqual({
    success: true,
    message: '操作成功',
    data: {
      id: 1,
      name: '腾讯视频VIP会员',
      description: '官方兑换码，手机、平板、电脑通用，不含电视端',
      picture: 'https://example.com/pictures/1.jpg',
      price: 25,
      sales_volume: 18234,
      type: 1,
      type_name: '自动发货',
      subs: [
        { id: 11, name: '月卡', price: 25, stock: 320 },
        { id: 12, name: '季卡', price: 68, stock: 150 },
        { id: 13, name: '年卡', price: 238, stock: 60 },
      ],
      detail: expect.stringContaining('<h3>'),
      usage_instructions: expect.stringContaining('<br>'),
      require_login: false,
    },
  });
});

test('stock is shown by specification', async () => {
  const { shop } = await openSandbox();
  const subs = [
    { sub_id: 81, sub_name: '月卡', stock: 0, price: 13.5 },
    { sub_id: 82, sub_name: '年卡', stock: 0, price: 118 },
  ];
  const data = { goods_id: 8, goods_name: '央视频会员', subs };
  expect((await shop('/goods/8/stock')).body).toEqual({ success: true, message: '操作成功', data });
});

const PLACEHOLDER = 'api.example_data.total_100';

test.each([
  { odd: 'prices as text', id: 2, holds: { price: '22.80' } },
  {
    odd: 'stock as text',
    id: 3,
    holds: { subs: expect.arrayContaining([expect.objectContaining({ stock: '90' })]) },
  },
  { odd: 'placeholders', id: 6, holds: { sales_volume: PLACEHOLDER } },
  { odd: 'no description', id: 12, holds: { description: null } },
  { odd: 'no picture', id: 15, holds: { picture: null } },
  { odd: 'a login', id: 22, holds: { require_login: true } },
  {
    odd: 'hidden characters',
    id: 48,
    holds: { description: expect.stringMatching(/\u200b.*\u202e.*<script>/) },
  },
])('good $id answers with $odd', async ({ id, holds }) => {
  const { shop } = await openSandbox();
  expect((await shop(`/goods/${id}`)).body).toMatchObject({ data: holds });
});

test('a key may be missing altogether', async () => {
  const { shop } = await openSandbox();
  expect((await shop('/goods/15')).body).not.toHaveProperty('data.description');
});

test.each(['/goods/999', '/goods/x', '/goods/999/stock'])(
  '%s does not exist, with HTTP 200',
  async (path) => {
    const { shop } = await openSandbox();
    const answer = await shop(path);
    expect(answer).toMatchObject({ status: 200, body: { success: false, message: '商品不存在' } });
  },
);

test('the balance is shown with what was spent and the level', async () => {
  const { shop } = await openSandbox();
  const data = { balance: 1000, total_spent: 5000, level_name: '白银会员' };
  expect((await shop('/balance')).body).toEqual({ success: true, message: '操作成功', data });
});

test('the key is accepted in either header, and nothing is done without it', async () => {
  const { sandbox, shop, charges } = await openSandbox();
  const bearer = { 'x-api-key': '', authorization: `Bearer ${sandbox.storefront.apiKey}` };
  expect((await shop('/balance', { headers: bearer })).status).toBe(200);
  const wrong = { headers: { 'x-api-key': 'wrong' } };
  const refused = await shop('/purchase?goods_id=3&sub_id=31&quantity=1', wrong);
  expect(refused).toMatchObject({ status: 401, body: { success: false, message: 'API密钥无效' } });
  expect(charges()).toBe(0);
});

test('bad filters are named field by field to a client that asks for JSON, and redirected otherwise', async () => {
  const { shop } = await openSandbox();
  const asked = await shop('/goods?per_page=101&page=0&group_id=x');
  expect(asked.status).toBe(422);
  expect(asked.body).toEqual({
    message: 'group_id 必须是整数。',
    errors: {
      group_id: ['group_id 必须是整数。'],
      per_page: ['per_page 必须小于或等于 100。'],
      page: ['page 必须大于或等于 1。'],
    },
  });
  const unasked = await shop('/goods?per_page=101', { headers: { accept: '*/*' } });
  expect(unasked.status).toBe(302);
  expect(unasked.headers.get('location')).toBe('/');
});
