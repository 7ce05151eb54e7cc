import type { Language } from '../messages/messages.ts';
import { DoctorPage } from '../views/doctor-page.tsx';
import type { Routes } from './room.ts';

export const doctor: Routes = (app, { parts }) => {
  // One at a time in a language: each asks every shop.
  const running = new Map<Language, ReturnType<typeof parts.doctor>>();

  app.get('/doctor', async (c) => {
    const { language } = c.get('view');
    const checks = running.get(language) ?? parts.doctor(language).finally(() => running.delete(language));
    running.set(language, checks);
    return c.html(<DoctorPage view={c.get('view')} checks={await checks} />);
  });
};
