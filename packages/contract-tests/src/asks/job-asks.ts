import type { AskCall, AskSection } from './ask.ts';
import { GOOD } from './things.ts';

const SEARCH: AskCall = { tool: 'list_goods', with: { search: '腾讯视频' }, finds: GOOD };
const CARD = { goods_id: '$goods_id', sub_id: '$sub_id', quantity: 1, max_total: '30' };
const START = { kind: 'purchase', items: [CARD, CARD, CARD], max_total: '90' };

export const jobAsks: AskSection = {
  zh: '一次买很多',
  en: 'Many at once',
  asks: [
    {
      zh: '给三位同事各买一张腾讯视频月卡，分开下单，一共 90 块以内，买好了把卡密都给我。',
      en: 'A monthly Tencent Video card for each of three colleagues, as orders of their own, for 90 yuan at most in all; give me all the codes.',
      hasRealWaits: true,
      calls: [
        SEARCH,
        {
          tool: 'start_job',
          with: START,
          finds: { job_id: 'job_id' },
          tells: { state: 'running', items: 3 },
        },
        {
          tool: 'get_job',
          with: { job_id: '$job_id', wait_seconds: 45 },
          tells: { state: 'finished', counts: { completed: 3 }, spent: '75' },
        },
        { tool: 'get_job', with: { job_id: '$job_id', page: 1 } },
      ],
      answer: { items: { 0: { cards: /./ }, 1: { cards: /./ }, 2: { cards: /./ } } },
      charges: 3,
    },
    {
      zh: '三张腾讯视频月卡，分开下单，一共 90 块以内……算了，先不买了，取消吧。（要等所有者批准）',
      en: 'Three monthly Tencent Video cards as orders of their own, for 90 yuan at most... no, cancel that. (The owner has to approve.)',
      settings: { KAMIKIT_CONFIRM: 'owner' },
      calls: [
        SEARCH,
        {
          tool: 'start_job',
          with: START,
          finds: { job_id: 'job_id' },
          tells: { state: 'awaiting_approval', next: /^Nothing was bought yet/ },
        },
        { tool: 'control_job', with: { job_id: '$job_id', action: 'cancel' } },
      ],
      answer: { state: 'cancelled', spent: '0' },
    },
  ],
};
