import { describe, expect, test } from 'vitest';
import { prepareFields, type Widget } from '../index.ts';
import { wireWidgets } from './widget.ts';

const select = { name: 'region', title: '区服', type: 'select' };
const read = (data: unknown, changes: object = {}): Widget =>
  wireWidgets.parse([{ ...select, data, ...changes }])?.[0] ?? expect.fail('no widget');
const option = (label: string, value: string, is_default = false) => ({ label, value, is_default });

describe('options', () => {
  test.each<[unknown, ReturnType<typeof option>[]]>([
    ['国服=cn, default\r\n港服=hk', [option('国服', 'cn', true), option('港服', 'hk')]],
    ['国服=cn\n港服=hk\n', [option('国服', 'cn'), option('港服', 'hk')]],
    [' 国服 = cn \r\n\r\n 港服 = hk,default ', [option('国服', 'cn'), option('港服', 'hk', true)]],
    ['月卡\n年卡,default', [option('月卡', '月卡'), option('年卡', '年卡', true)]],
    ['公式=a=b', [option('公式', 'a=b')]],
    ['一,二=1,2', [option('一,二', '1,2')]],
    ['请选择=,default', [option('请选择', '', true)]],
    [
      ['a=1', 'b'],
      [option('a', '1'), option('b', 'b')],
    ],
    ['', []],
    [null, []],
    [7, []],
  ])('of %j are labels with their values', (data, options) => {
    expect(read(data).options).toEqual(options);
  });
});

describe('a choice', () => {
  const regions = '国服=cn,default\r\n港服=hk\r\nA&B服=ab\r\n坏服=a&b\r\nhk=x';

  test.each([
    ['by its value', { region: 'ab' }, { region: 'ab' }],
    ['by its label, though that is another one’s value', { region: 'hk' }, { region: 'x' }],
    ['by its label', { region: '港服' }, { region: 'hk' }],
    ['by a label that could not be sent itself', { region: 'A&B服' }, { region: 'ab' }],
    ['with blanks around it', { region: ' 港服 ' }, { region: 'hk' }],
    ['left open, the shop’s default', {}, { region: 'cn' }],
    ['left blank, the shop’s default', { region: ' ' }, { region: 'cn' }],
  ])('%s is posted by its value', (_, fields, posted) => {
    expect(prepareFields(fields, [read(regions)])).toEqual(posted);
  });

  test.each(['select', 'radio'])('that a %s does not have is refused with the labels it has', (type) => {
    const widget = [read(regions, { type })];
    expect(() => prepareFields({ region: '美服' }, widget)).toThrow(
      /“区服” must be one of: “国服”, “港服”, “A&B服”, “坏服”, “hk”$/,
    );
  });

  test.each(['checkbox', null])('that a %s does not have is left to the shop', (type) => {
    expect(prepareFields({ region: 'cn,hk' }, [read(regions, { type })])).toEqual({ region: 'cn,hk' });
  });

  test('whose value the shop would alter is refused, as anything else would be', () => {
    expect(() => prepareFields({ region: '坏服' }, [read(regions)])).toThrow(/“区服” contains "&"/);
    expect(() => prepareFields({}, [read('坏服=a&b,default')])).toThrow(/“区服” contains "&"/);
  });

  test('is checked against the pattern by its value', () => {
    const widget = [read('国服=cn\n港服=7', { regex: '^[a-z]+$' })];
    expect(prepareFields({ region: '国服' }, widget)).toEqual({ region: 'cn' });
    expect(() => prepareFields({ region: '港服' }, widget)).toThrow(/does not match/);
  });

  test('without a value is none', () => {
    const widget = read('请选择=,default\n国服=cn');
    expect(prepareFields({}, [widget])).toEqual({});
    expect(() => prepareFields({ region: '请选择' }, [{ ...widget, required: true }])).toThrow(/filled in/);
  });

  test('without a default stays open', () => {
    expect(prepareFields({}, [read('国服=cn')])).toEqual({});
    expect(() => prepareFields({}, [read('国服=cn', { required: true })])).toThrow(/filled in/);
  });

  test('by default goes under no name that belongs to the request', () => {
    expect(() => prepareFields({}, [read('a=1,default', { name: 'quantity' })])).toThrow(/cannot be sent/);
  });
});

describe('a form that is larger than any form cannot be read, so the shop is left to judge:', () => {
  const widget = { name: 'a' };
  const list = (count: number, data: object = widget) => Array(count).fill(data);

  test.each<[string, unknown]>([
    ['101 fields', list(101)],
    ['101 fields as text', JSON.stringify(list(101))],
    ['a name of 101 characters', [{ name: 'a'.repeat(101) }]],
    ...['title', 'placeholder', 'type', 'regex', 'error'].map((field): [string, unknown] => [
      `a ${field} of 1,001 characters`,
      [{ ...widget, [field]: 'a'.repeat(1_001) }],
    ]),
    ['501 choices', [{ ...widget, data: Array(501).fill('a') }]],
    ['501 choices as text', [{ ...widget, data: 'a\n'.repeat(501) }]],
    ['a choice of 1,001 characters', [{ ...widget, data: ['a'.repeat(1_001)] }]],
    ['256 kB of text', `[]${' '.repeat(256 * 1024)}`],
  ])('%s', (_, value) => {
    expect(wireWidgets.parse(value)).toBeNull();
  });

  test('one just as large is read', () => {
    expect(wireWidgets.parse(list(100, { ...widget, data: Array(500).fill('a') }))).toHaveLength(100);
  });
});
