// What the pages of all simulators share: elements, two languages, calls, and a chat that follows the transcript.
// Everything that comes from outside is put in as text, never as markup.

/** An element: el('p.note', {title: 'x', onclick: f}, 'text', child, …). */
export function el(what, ...rest) {
  const [tag, ...classes] = what.split('.');
  const node = document.createElement(tag || 'div');
  if (classes.length) node.className = classes.join(' ');
  for (const part of rest.flat(Infinity)) {
    if (part === null || part === undefined || part === false) continue;
    if (part instanceof Node || typeof part !== 'object') {
      node.append(part);
      continue;
    }
    for (const [name, value] of Object.entries(part)) {
      if (name.startsWith('on')) node[name] = value;
      else if (typeof value === 'boolean') node.toggleAttribute(name, value);
      else node.setAttribute(name, value);
    }
  }
  return node;
}

const COMMON = {
  en: {
    other: '中文', all: 'All simulators', send: 'Send', write: 'Write as a user…', time: 'Time', later: 'later',
    knobs: 'Faults and habits', usual: 'usually', reset: 'All as usual', people: 'Conversations', settings: 'Point a gateway here',
    env: 'or in the environment', lost: 'The simulator does not answer. Trying again…', nothing: 'Nothing was said yet.',
    minutes: 'min', events: 'What happened', simulators: 'Simulated platforms',
    intro: 'Each one behaves as the far side of a chat platform. You play the people.',
  },
  zh: {
    other: 'English', all: '全部模拟器', send: '发送', write: '以用户身份发言…', time: '时间', later: '之后',
    knobs: '故障与习惯', usual: '默认', reset: '全部恢复默认', people: '会话', settings: '让网关连接到这里',
    env: '或使用环境变量', lost: '模拟器没有响应,正在重试…', nothing: '还没有消息。',
    minutes: '分钟', events: '事件', simulators: '模拟的平台',
    intro: '每一个都像真实的聊天平台那样工作。你来扮演用户。',
  },
};

export const language = (localStorage.getItem('sim-language') || navigator.language || 'en').startsWith('zh') ? 'zh' : 'en';
document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';

/** Words by key: words({en: {…}, zh: {…}}) gives a function; the kit's own words are known to all. */
export function words(own = {}) {
  const all = { ...COMMON.en, ...COMMON[language], ...(own.en || {}), ...(own[language] || {}) };
  return (key) => all[key] ?? key;
}

/** GET, or POST when there is a body; throws what the simulator says is wrong. */
export async function call(path, body) {
  const answer = await fetch('/_sim/' + path, body === undefined ? {} : {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message || answer.status);
  return said;
}

/** Calls back with each entry of the transcript, old and new, for as long as the page is open. */
export async function follow(platform, each, connected = () => {}) {
  for (let since = 0; ;) {
    try {
      const { entries } = await call(`transcript?platform=${platform}&since=${since}&wait=25000`);
      connected(true);
      for (const entry of entries) {
        since = Math.max(since, entry.n);
        each(entry);
      }
    } catch {
      connected(false);
      await new Promise((again) => setTimeout(again, 1000));
      const clock = await call('transcript?since=0&platform=none').catch(() => null);
      if (clock) location.reload();
    }
  }
}

/** The head of every page. */
export function head(title, t) {
  document.title = title;
  return el('header',
    el('a.home', { href: '/_sim/', title: t('all') }, '☰'),
    el('h1', title),
    el('button.quiet', {
      type: 'button',
      onclick: () => { localStorage.setItem('sim-language', language === 'zh' ? 'en' : 'zh'); location.reload(); },
    }, t('other')));
}

/** A part of the side that can be folded. */
export function fold(title, open, ...content) {
  return el('details', { open }, el('summary', title), ...content);
}

/** The clock, with buttons that wind it. */
export function clock(t, minutes = [1, 5, 60]) {
  const now = el('output');
  const show = (said) => { now.textContent = new Date(said.now).toLocaleString(document.documentElement.lang); };
  call('clock').then(show, () => {});
  return fold(t('time'), false, el('p', now), el('p.row', minutes.map((m) => el('button', {
    type: 'button', onclick: () => call('clock', { jump_ms: m * 60000 }).then(show),
  }, `+${m} ${t('minutes')}`))));
}

/** The knobs of one platform. */
export function knobs(platform, t) {
  const list = el('div.knobs');
  const draw = async () => {
    const all = await call('knobs');
    list.replaceChildren(...Object.entries(all).filter(([name]) => name.startsWith(platform + '.')).map(([name, knob]) => {
      const input = el('input', { value: knob.value, 'aria-label': name });
      input.onchange = () => call('knobs', { [name]: input.value }).then(draw, (wrong) => { input.title = wrong.message; });
      return el('label', { title: `${knob.about} (${t('usual')} ${knob.usual})`, class: knob.value === knob.usual ? '' : 'turned' },
        el('span', name.slice(platform.length + 1)), input, el('small', knob.about));
    }));
  };
  draw();
  return fold(t('knobs'), false,
    el('p', el('button', { type: 'button', onclick: () => call('knobs', { reset: platform + '.' }).then(draw) }, t('reset'))), list);
}

/** The lines that point a gateway here. */
export function settings(simulator, t) {
  return fold(t('settings'), false, el('pre', simulator.config.join('\n')), el('p', t('env')),
    el('pre', simulator.environment.join('\n')));
}

/**
 * A page on which a person plays the users of a platform.
 *   id          the platform's id
 *   texts       words in two languages
 *   rooms       [{key, name}] shown from the beginning; others appear when something happens in them
 *   name        (entry) => name of a room that was not known
 *   draw        (entry, room) => a node for the chat, or null; may also change what was drawn before
 *   say         (text, room) => a promise; what the person wrote
 *   tools       (room) => nodes above the field, for instance buttons that send a picture
 *   side        () => nodes below the rooms
 */
export async function chat({ id, texts, rooms = [], name = (entry) => entry.conversation, draw, say, tools = () => [], side = () => [] }) {
  const t = words(texts);
  const about = await call('about');
  const simulator = about.simulators.find((one) => one.id === id);
  const known = new Map();
  const nav = el('nav', { 'aria-label': t('people') });
  const log = el('section.log', { 'aria-live': 'polite' });
  const field = el('textarea', { rows: 2, placeholder: t('write'), 'aria-label': t('write') });
  const extra = el('div.row');
  const trouble = el('p.trouble', { hidden: true }, t('lost'));
  let open = null;

  const show = (room) => {
    open = room;
    room.news = 0;
    log.replaceChildren(...(room.nodes.length ? room.nodes : [el('p.note', t('nothing'))]));
    extra.replaceChildren(...tools(room));
    log.scrollTop = log.scrollHeight;
    list();
  };
  const list = () => nav.replaceChildren(...[...known.values()].map((room) => el(room === open ? 'button.room.open' : 'button.room', {
    type: 'button', onclick: () => show(room),
  }, room.name, room.news ? el('b', String(room.news)) : null)));
  const room = (key, title) => {
    if (!known.has(key)) known.set(key, { key, name: title, nodes: [], news: 0 });
    return known.get(key);
  };
  const send = async () => {
    const text = field.value.trim();
    if (!text || !open) return;
    field.value = '';
    await say(text, open).catch((wrong) => log.append(el('p.note.wrong', wrong.message)));
  };
  field.onkeydown = (key) => {
    if (key.key === 'Enter' && !key.shiftKey && !key.isComposing) { key.preventDefault(); send(); }
  };
  rooms.forEach((one) => Object.assign(room(one.key, one.name), one));
  document.body.append(head(simulator.title[language] || simulator.title.en, t), trouble, el('main',
    el('aside', nav, ...side(), clock(t), knobs(id, t), settings(simulator, t)),
    el('section.chat', log, el('form', { onsubmit: (event) => { event.preventDefault(); send(); } },
      extra, el('div.row', field, el('button.main', t('send')))))));
  if (known.size) show(known.values().next().value);
  follow(id, (entry) => {
    const where = room(entry.conversation, entry.conversation ? name(entry) : t('events'));
    const node = draw(entry, where);
    if (!node) return;
    where.nodes.push(node);
    if (!open) return show(where);
    if (where === open) {
      if (where.nodes.length === 1) log.replaceChildren();
      log.append(node);
      log.scrollTop = log.scrollHeight;
    } else {
      where.news++;
      list();
    }
  }, (well) => { trouble.hidden = well; });
}

/** A bubble: who ('me' for the person, 'bot', 'note'), content, and a line below it. */
export function bubble(who, content, below) {
  return el(`article.${who}`, el('div.bubble', content), below ? el('small', below) : null);
}

/** The time of an entry, short. */
export function at(entry) {
  return new Date(entry.at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
