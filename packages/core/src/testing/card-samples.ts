const DAY = {
  card_type: 'time',
  card_type_name: '时间卡',
  duration_unit: 'day',
  duration_unit_name: '天',
};
const HOUR = {
  card_type: 'time',
  card_type_name: '时间卡',
  duration_unit: 'hour',
  duration_unit_name: '小时',
};
const COUNT = { card_type: 'count', card_type_name: '次数卡' };
const POINT = { card_type: 'point', card_type_name: '点数卡' };

/** The samples of the cards document, 成功响应, and what they read as on 2026-05-16 at 16:00. */
export const samples = [
  sample(
    'verify',
    'day',
    { code: 'A1B2C3D4E5F6G7H8', ...DAY, duration: 30, expire_at: '2026-06-15 10:30:00', status: '未使用' },
    {
      expire_at: '2026-06-15T10:30:00+08:00',
      used: false,
      remaining_time: null,
      remaining_seconds: 2_572_200,
    },
  ),
  sample(
    'verify',
    'hour',
    {
      code: 'I9J8K7L6M5N4O3P2',
      ...HOUR,
      duration: 24,
      expire_at: '2026-05-17 10:30:00',
      status: '已使用',
      remaining_time: '18小时30分',
    },
    { expire_at: '2026-05-17T10:30:00+08:00', used: true, remaining_seconds: 66_600 },
  ),
  sample('verify', 'count', {
    code: 'Y7Z8A9B0C1D2E3F4',
    ...COUNT,
    total_uses: 10,
    used_count: 3,
    remaining_count: 7,
  }),
  sample('verify', 'point', {
    code: 'Q1R2S3T4U5V6W7X8',
    ...POINT,
    total_points: 100,
    points_per_use: 10,
    used_points: 20,
    remaining_points: 80,
  }),
  sample(
    'use',
    'day',
    { code: 'A1B2C3D4E5F6G7H8', ...DAY, duration: 30, expire_at: '2026-06-15 10:30:00', status: '已使用' },
    {
      expire_at: '2026-06-15T10:30:00+08:00',
      used: true,
      remaining_time: null,
      remaining_seconds: 2_572_200,
    },
  ),
  sample(
    'use',
    'hour',
    {
      code: 'I9J8K7L6M5N4O3P2',
      ...HOUR,
      duration: 24,
      expire_at: '2026-05-17 10:30:00',
      status: '已使用',
      remaining_time: '23小时59分',
    },
    { expire_at: '2026-05-17T10:30:00+08:00', used: true, remaining_seconds: 66_600 },
  ),
  sample('use', 'count', {
    code: 'Y7Z8A9B0C1D2E3F4',
    ...COUNT,
    total_uses: 10,
    used_count: 4,
    remaining_count: 6,
  }),
  sample('use', 'point', {
    code: 'Q1R2S3T4U5V6W7X8',
    ...POINT,
    total_points: 100,
    points_per_use: 10,
    used_points: 10,
    remaining_points: 90,
  }),
  sample(
    'recharge',
    'day',
    {
      code: 'A1B2C3D4E5F6G7H8',
      ...DAY,
      added_duration: 30,
      expire_at: '2026-07-15 10:30:00',
      status: '已使用',
    },
    {
      expire_at: '2026-07-15T10:30:00+08:00',
      used: true,
      remaining_time: null,
      remaining_seconds: 5_164_200,
    },
  ),
  sample(
    'recharge',
    'hour',
    {
      code: 'I9J8K7L6M5N4O3P2',
      ...HOUR,
      added_duration: 24,
      expire_at: '2026-05-18 10:30:00',
      status: '已使用',
      remaining_time: '47小时59分',
    },
    { expire_at: '2026-05-18T10:30:00+08:00', used: true, remaining_seconds: 153_000 },
  ),
  sample('recharge', 'count', {
    code: 'Q1R2S3T4U5V6W7X8',
    ...COUNT,
    added_uses: 10,
    new_total_uses: 20,
    used_count: 5,
    remaining_count: 15,
  }),
  sample('recharge', 'point', {
    code: 'Z1Y2X3W4V5U6T7S8',
    ...POINT,
    added_points: 50,
    new_total_points: 150,
    points_per_use: 10,
    used_points: 30,
    remaining_points: 120,
  }),
];

function sample(
  action: 'verify' | 'use' | 'recharge',
  kind: string,
  data: { code: string; [name: string]: unknown },
  changed: object = {},
) {
  return { action, kind, data, reads: { ...data, ...changed } };
}
