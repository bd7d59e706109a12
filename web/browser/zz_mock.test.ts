import { test } from 'vitest';
import { openBrowser, settled, signIn } from './visitor';
import { PEOPLE, Workplace } from './workplace';
import { watchSounds, stillAt, currentTime } from './guide_ear';

const W = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const library = { id: 'L1', kind: 'good', name: W('优秀案例', 'Good cases'), project: null, shelved: 4, proposed: 1, drafts: 2, retired_at: null };
const warning = { ...library, id: 'L2', kind: 'warning', name: W('警示案例', 'Warning cases'), shelved: 2 };
const topic = { ...library, id: 'L3', kind: 'topic', name: W('激动的客户', 'Upset customers'), shelved: 3 };
const point = (number: number, at_ms: number, kind: string) => ({ number, at_ms, kind,
  question: W('客户已经第三次来电。您先说什么？', 'The customer is calling for the third time. What do you say first?'),
  happened: W('坐席先复述了前两次来电的内容，再说明这次会怎么做。', 'The agent repeated what the two calls before were about, and then said what will be different this time.'),
  matters: W('客户不必从头讲起，就知道有人在负责。', 'The customer need not begin again, and knows that somebody is in charge.'),
  instead: kind === 'improve' ? W('“我看到您周一和周三已经来过电话，这次由我跟到底。”', '“I can see that you called on Monday and Wednesday. I will stay with this one to the end.”') : {} });
const row = (id: string, lib: typeof library, line: string, more = {}) => ({ id, view: 'editor', library: { id: lib.id, kind: lib.kind, name: lib.name }, state: 'shelved', teaching_line: line, language: 'en', level: 'newcomer', duration_ms: 139190, sound: 'ready', items: [{ scorecard_id: 's', item: 'next_steps', title: W('说明后续步骤', 'Says what happens next') }], tags: ['late'], rating: { mean: 4.3, count: 6, mine: null }, learned_at: null, learners: 7, proposed_by: { id: 'p', name: '李静' }, proposed_at: '2026-11-25T08:00:00Z', is_consented: false, reason: null, archive_cause: null, review_on: '2027-02-01', shelved_at: null, changed_at: '2026-11-25T08:00:00Z', ...more });
const rows = [row('C1', library, 'Say what happens next, and anger has nothing to feed on.', { learned_at: '2026-11-25T08:00:00Z' }), row('C2', warning, 'An address that is almost right is wrong: read it back, letter by letter.', { language: 'zh', level: 'regular' }), row('C3', topic, '先复述前两次来电，再说这次会怎么做。', { language: 'zh', level: 'senior', review_on: null })];
const whole = (id: string, call: string, state = 'shelved') => { const r = rows.find((one) => one.id === id) ?? rows[0]!; return { ...r, id, state, hides_names: true, start_ms: 0, end_ms: 139190, channels: { 0: 'agent', 1: 'customer' }, agents: [], edition: 3, why: W('一个典型的催件电话。', 'A typical call about a late parcel.'), points: [point(1, 5000, 'strength'), point(2, 12000, 'improve'), point(3, 60000, 'strength')], questions: [{ text: W('客户最先需要听到什么？', 'What does the customer need to hear first?'), options: [W('道歉', 'An apology'), W('接下来会发生什么', 'What happens next'), W('公司规定', 'The rules')], right: 1, because: W('知道下一步的人不再追问。', 'Whoever knows the next step need not ask for it.') }], answers: [], comments: 1, learning: null, own_consent: null, desk: { call_id: call, clip_id: null, missing: ['why', 'points'], consents: [], heard: [{ id: 'a', name: '周敏' }], is_somebody_unknown: true, is_consented: false, proposed_by: { id: 'p', name: '李静' }, decided_by: null, decided_at: null, review_on: '2027-02-01', archive_cause: null } }; };
const consent = (id: string) => ({ case_id: id, state: 'open', message: 'For the new starters in December.', person: { id: 'a', name: '周敏' }, asked_by: { id: 't', name: '陈静' }, asked_at: '2026-11-26T08:00:00Z', answered_at: null });

test('mock', { timeout: 600_000 }, async () => {
  const workplace = await Workplace.open();
  const browser = await openBrowser();
  const call = await workplace.receive('03-late-parcel', '6021');
  await workplace.prepared(call);
  const [recording = ''] = await workplace.recordings(call);
  for (const look of [{ language: 'en', theme: 'light', width: 1440 }, { language: 'zh-CN', theme: 'dark', width: 1024, height: 768 }] as const) {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, look);
    page.on('pageerror', (e) => console.log('EXC', e.message));
    await watchSounds(page);
    const page_ = (items: unknown[]) => ({ items, next: null, total: items.length, total_is_exact: true });
    await page.route('**/api/v1/**', async (route) => {
      const url = new URL(route.request().url()); const p = url.pathname.replace('/api/v1', '');
      const json = (body: unknown) => route.fulfill({ json: body });
      if (p === '/me') { const a = await route.fetch(); const me = await a.json(); me.permissions.push('make_clips', 'learn_from_cases', 'propose_cases', 'edit_libraries', 'assign_learning', 'manage_libraries'); return json(me); }
      if (p === '/libraries') return json({ items: [library, warning, topic] });
      if (p === '/cases') return json(page_(url.searchParams.get('state') === 'proposed' ? [rows[1]] : rows));
      if (p === '/cases/recommended') return json({ items: rows });
      const m = /^\/cases\/(C\d)(.*)$/.exec(p);
      if (m) { const [, id = '', rest = ''] = m;
        if (rest === '') return json(whole(id, call, url.searchParams.get('x') ?? (id === 'C2' ? 'proposed' : id === 'C3' ? 'draft' : 'shelved')));
        if (rest === '/audio') return route.continue({ url: `${workplace.url}/api/v1/recordings/${recording}/audio` });
        if (rest === '/peaks') return route.continue({ url: `${workplace.url}/api/v1/recordings/${recording}/peaks${url.search}` });
        if (rest === '/transcript') return json({ items: [[2000, 'agent', 'Harrow Parcels, Hannah speaking. How can I help?'], [5200, 'customer', 'It is about my parcel, again. It should have been here on Monday.'], [11000, 'agent', 'I am sorry. Let me look that up for you.']].map(([s, r, text]) => ({ start_ms: s, end_ms: Number(s) + 2500, role: r, text })) });
        if (rest === '/learning') return json({ learning: id === 'C1' ? null : { case_id: id, library_id: 'L1', edition: 1, reached: 3, words: { 1: 'mine' }, answers: [1], right_answers: 1, questions: 1, pledge: 'I say what happens next.', begun_at: '', finished_at: '2026-11-26T08:00:00Z' } });
        if (rest === '/comments') return json(page_([{ id: 'k', text: 'The pause at 0:12 is gold.', written_by: { id: 'x', name: '周敏' }, written_at: '2026-11-26T08:00:00Z', is_removable: true }]));
        if (rest === '/consents') return json({ items: [consent(id)] });
        if (rest === '/editions') return json({ items: [3, 2, 1].map((number) => ({ number, written_by: { id: 't', name: '陈静' }, written_at: '2026-11-26T08:00:00Z', teaching_line: 'x', why: {}, points: [], questions: [] })) });
        if (rest === '/learners') return json(page_([{ person: { id: 'a', name: '王磊' }, learning: { case_id: id, library_id: 'L1', edition: 1, reached: 3, words: {}, answers: [1], right_answers: 1, questions: 1, pledge: 'I say what happens next.', begun_at: '', finished_at: '2026-11-26T08:00:00Z' } }]));
        if (rest === '/related') return json({ items: rows.slice(1) });
        return json({}); }
      if (p === '/playlists') return json(page_([{ id: 'P1', name: 'First week', made_by: { id: 't', name: '陈静' }, changed_at: '', cases: rows }]));
      if (p === '/learning-tasks') return json(page_([{ id: 'T1', giving_id: 'g', case_id: 'C1', playlist_id: null, reference_call_id: null, title: rows[0]!.teaching_line, person: { id: 'a', name: '周敏' }, team: { id: 't', name: '一班' }, due_on: '2026-11-20', note: 'Before the talk on Friday.', given_by: { id: 't', name: '陈静' }, given_at: '', state: 'overdue', done_at: null, learned: 0, cases: 1, left: [] }]));
      if (p === '/trainer-desk') return json({ proposals: { total: 1, items: [rows[1]] }, drafts: { total: 12, items: rows }, outdated: { total: 1, items: [rows[2]] }, review_due: { total: 0, items: [] }, unconsented: { total: 1, items: [rows[1]] }, overdue_tasks: 1, open_tasks: 2 });
      if (p === '/consents') return json(page_([{ consent: consent('C2'), case: rows[1] }]));
      if (/clips$/.test(p)) return json(page_([{ id: 'K1', call_id: call, recording_id: recording, start_ms: 5000, end_ms: 12000, offset_ms: 0, channels: { 0: 'agent', 1: 'customer' }, title: 'The opening', note: null, tags: ['opening'], made_by: { id: 't', name: '陈静' }, made_at: '2026-11-26T08:00:00Z', is_changeable: true }]));
      return route.continue();
    });
    await page.reload();
    const shot = async (name: string) => { await settled(page); await page.screenshot({ path: `/tmp/mock/${name}-${look.language}-${String(look.width)}.png` }); };
    await page.goto('/cases'); await page.locator('.player-position').waitFor(); await shot('cases');
    await page.goto('/cases?tab=proposals'); await page.locator('.player-position').waitFor(); await shot('proposals');
    await page.goto('/desk'); await page.locator('.player-position').waitFor(); await shot('desk');
    await page.goto('/cases/C3/edit'); await page.locator('.player-position').waitFor();
    await page.locator('ol button[aria-expanded]').first().click(); await shot('edit');
    await page.goto('/cases/C1'); await page.locator('.player-position').waitFor(); await shot('guide-0');
    await page.keyboard.press('Space'); await page.waitForTimeout(6500); await shot('guide-1');
    console.log('still at', await stillAt(page), await currentTime(page));
    await page.keyboard.press('Space'); await page.waitForTimeout(300); await shot('guide-2');
    await page.goto('/cases/C3'); await page.locator('.player-position').waitFor();
    const box = await page.locator('.player-surface').boundingBox();
    await page.locator('.player-surface').click({ position: { x: (box?.width ?? 9) - 2, y: 20 } }); await page.keyboard.press('Space'); await page.waitForTimeout(2500); await shot('guide-3');
    await page.goto(`/calls/${call}`); await page.locator('.player-position').waitFor(); await page.keyboard.press('KeyI'); await page.keyboard.press('ArrowRight'); await page.keyboard.press('KeyO');
    await page.getByRole('button', { name: /Make a clip|截取片段/ }).click(); await page.getByRole('dialog').waitFor(); await shot('clip');
    await page.keyboard.press('Escape');
    await page.goto('/cases'); await page.getByRole('button', { name: /Assign|布置学习/ }).click(); await page.getByRole('dialog').waitFor(); await shot('assign');
    await page.context().close();
    const agent = await signIn(browser, workplace.url, PEOPLE.agent, look);
    await agent.route('**/api/v1/**', async (route) => {
      const url = new URL(route.request().url()); const q = url.pathname.replace('/api/v1', '');
      if (q === '/me') { const a = await route.fetch(); const me = await a.json(); me.permissions.push('learn_from_cases', 'propose_cases'); return route.fulfill({ json: me }); }
      if (q === '/consents') return route.fulfill({ json: { items: [{ consent: consent('C2'), case: rows[1] }], next: null, total: 1, total_is_exact: true } });
      if (q === '/cases/recommended') return route.fulfill({ json: { items: rows } });
      if (q === '/learning-tasks') return route.fulfill({ json: { items: [], next: null, total: 0, total_is_exact: true } });
      return route.continue();
    });
    await agent.goto('/home'); await settled(agent); await agent.screenshot({ path: `/tmp/mock/home-${look.language}-${String(look.width)}.png` });
    await agent.goto('/my-calls'); await settled(agent); await agent.screenshot({ path: `/tmp/mock/mycalls-${look.language}-${String(look.width)}.png` });
    await agent.context().close();
  }
  await browser.close();
  await workplace.close();
});
