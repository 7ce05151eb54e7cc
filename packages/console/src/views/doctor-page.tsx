import { wordFor } from '../messages/messages.ts';
import type { Check } from '../parts.ts';
import type { View } from '../view.ts';
import { Layout } from './layout.tsx';
import { Badge, Head, Panel } from './parts.tsx';

const TONES = { ok: 'good', bad: 'bad', skip: 'quiet' } as const;

export function DoctorPage({ view, checks }: { view: View; checks: readonly Check[] }) {
  const { t, at } = view;
  const problems = checks.filter(({ verdict }) => verdict === 'bad').length;
  return (
    <Layout view={view} title={t.doctor.title} page="doctor" live={false}>
      <Head title={t.doctor.title} intro={t.doctor.intro}>
        <a class="button" href={at('doctor')}>
          {t.doctor.run}
        </a>
      </Head>
      <Panel title={problems === 0 ? t.doctor.allWell : t.doctor.problems(problems)}>
        <ul class="checks">
          {checks.map(({ name, verdict, text }) => (
            <li>
              <span class="check-name">{view.clean(wordFor(t.doctor.checks, name), 40)}</span>
              <Badge tone={TONES[verdict]} text={t.doctor.verdicts[verdict]} />
              <span class="check-text">{view.clean(text, 600)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </Layout>
  );
}
