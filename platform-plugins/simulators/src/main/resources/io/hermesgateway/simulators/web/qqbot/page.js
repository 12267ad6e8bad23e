// QQ as its users see it: private chats and a group, keyboards to press, and what happened to the bot's connection.
import { at, bubble, call, chat, el, fold, words } from '/_sim/kit.js';

const texts = {
  en: {
    friend: 'private', group: 'group', as: 'as', away: 'While the bot is away', typing: 'is typing…', recalled: 'recalled',
    active: 'active', dropped: 'a keyboard below plain text is not shown', refused: 'refused', grey: 'pressed already',
    permission: 'no permission', answered: 'answered', timed_out: 'no answer in time', connection: 'Connection', rotate: 'Reconnect (op 7)',
    timeout: 'Time out (4009)', kill: 'Pull the plug', forget: 'Forget sessions', revoke: 'Revoke tokens', add: 'Add', newcomer: 'New person or group…',
    bot: 'bot', image: 'picture', sessions: 'sessions get it', link: 'opens', accept: 'Allow active messages', reject: 'Forbid active messages', quiet: 'without @',
  },
  zh: {
    friend: '私聊', group: '群', as: '身份', away: '机器人不在线', typing: '正在输入…', recalled: '已撤回',
    active: '主动消息', dropped: '纯文本消息下的按钮不会显示', refused: '被拒绝', grey: '已经点过',
    permission: '没有权限', answered: '已应答', timed_out: '未及时应答', connection: '连接', rotate: '要求重连(op 7)',
    timeout: '连接超时(4009)', kill: '拔掉网线', forget: '忘记所有会话', revoke: '使令牌失效', add: '添加', newcomer: '新用户或新群…',
    bot: '机器人', image: '图片', sessions: '个会话收到', link: '打开', accept: '允许主动消息', reject: '禁止主动消息', quiet: '不 @ 机器人',
  },
};
const t = words(texts);
const act = (action, body = {}) => call(`qqbot/${action}`, body);
const MEMBERS = ['alice', 'bob', 'carol'];
const WORDS = { 0: '✓', 1: '✗ 1', 2: '✗ 2', 3: '✗ 3', 4: '✗ 4', 5: '✗ 5' };

// Rooms are known by the conversation that the simulator gives them; before the first word nobody knows that.
const names = new Map();
const who = el('select', { 'aria-label': t('as') }, MEMBERS.map((name) => el('option', name)));
const quiet = el('input', { type: 'checkbox', id: 'quiet' });
const cards = new Map();
const clicks = new Map();

const place = (room) => (room.group ? { group: room.name.replace(/^# /, ''), user: who.value } : { user: room.name });

async function refresh(room) {
  const { keyboards } = await act('keyboards', place(room));
  for (const seen of keyboards) cards.get(seen.message)?.(seen);
}

function press(room, message, button) {
  return act('click', { ...place(room), message, button: button.id || button.label }).then((done) => {
    if (done.link) window.open(done.link, '_blank', 'noopener');
    return refresh(room);
  });
}

function keyboard(card, room) {
  const box = el('div.keys');
  const draw = (seen) => box.replaceChildren(...seen.rows.map((row) => el('div', row.map((button) => el('button', {
    type: 'button', disabled: button.grey, title: button.data, onclick: () => press(room, seen.message, button),
  }, button.pressed && button.visited_label ? button.visited_label : button.label)))));
  draw(card);
  cards.set(card.message, draw);
  return box;
}

function below(entry) {
  const d = entry.data;
  const by = d.by === 'active' ? t('active') : d.by === 'msg_id' ? `${d.used}/5 · seq ${d.msg_seq}` : d.by === 'event_id' ? `${d.used}/5 · event` : d.by;
  return [at(entry), by].filter(Boolean).join(' · ');
}

function out(entry, room) {
  const d = entry.data;
  const body = [d.text];
  if (d.media) body.push(el('em', `[${d.media.name || t('image')} · ${d.media.size} B]`));
  if (d.keyboard) body.push(keyboard(d.keyboard, room));
  if (d.keyboard_dropped) body.push(el('small', t('dropped')));
  room.streams?.get(d.id)?.remove();
  stopTyping(room);
  const node = bubble('bot', body, below(entry));
  (room.sent ??= new Map()).set(d.id, node);
  return node;
}

function stopTyping(room) {
  if (!room.typing) return;
  room.nodes.splice(room.nodes.indexOf(room.typing), 1);
  room.typing.remove();
  room.typing = null;
}

const CLICK = {
  click: (d) => `${d.name}: ${d.button}`,
  ack: (d) => `${t('answered')} ${WORDS[d.code]} (${d.latency_ms} ms)`,
  ack_again: (d) => `${t('answered')} ×${d.answers} ${WORDS[d.code]}`,
  timed_out: () => t('timed_out'),
  click_refused: (d) => t(d.why),
};

function draw(entry, room) {
  const d = entry.data;
  room.group = entry.conversation.startsWith('group:');
  switch (entry.kind) {
    case 'in':
      return bubble('me', room.group ? [el('b', `${d.name} `), d.text] : d.text, at(entry));
    case 'out':
      return out(entry, room);
    case 'stream': {
      const old = (room.streams ??= new Map()).get(d.id);
      const node = bubble('bot', d.text, '…');
      room.streams.set(d.id, node);
      if (!old) return node;
      old.replaceWith(node);
      room.nodes[room.nodes.indexOf(old)] = node;
      return null;
    }
    case 'recall':
      room.sent?.get(d.id)?.replaceChildren(el('small', t('recalled')));
      return null;
    case 'refused':
      return bubble('note', el('span.wrong', `${t('refused')} ${d.status}/${d.code}: ${d.message}`), `${d.call} · ${at(entry)}`);
    case 'token':
      return null;
    case 'typing':
      stopTyping(room);
      return (room.typing = bubble('note', t('typing')));
    default: {
      if (CLICK[entry.kind]) {
        if (room.nodes.length) refresh(room).catch(() => {});
        return bubble('note', CLICK[entry.kind](d), at(entry));
      }
      const said = Object.entries(d).filter(([key]) => key !== 'session').map(([key, value]) => `${key} ${JSON.stringify(value)}`);
      return bubble('note', `${entry.kind} ${said.join(' ')}`, at(entry));
    }
  }
}

const button = (label, work) => el('button', { type: 'button', onclick: work }, label);
const fault = (label, what, more = {}) => button(t(label), () => act('fault', { do: what, ...more }));

function newcomer() {
  const name = el('input', { placeholder: t('newcomer'), 'aria-label': t('newcomer') });
  const add = (group) => async () => {
    const given = name.value.trim();
    if (!given) return;
    name.value = '';
    await act('event', group ? { type: 'GROUP_ADD_ROBOT', group: given, user: 'alice' } : { type: 'FRIEND_ADD', user: given });
  };
  return el('p.row', name, button(t('friend'), add(false)), button(t('group'), add(true)));
}

// The rooms that there are in the beginning get their conversations from the simulator.
const rooms = [];
for (const one of [{ user: 'alice' }, { user: 'bob' }, { group: 'friends', user: 'alice' }]) {
  await act('keyboards', one);
}
for (const one of (await act('rooms')).rooms) {
  const name = one.scope === 'group' ? `# ${one.name}` : one.name;
  names.set(one.conversation, name);
  rooms.push({ key: one.conversation, name, group: one.scope === 'group' });
}

await chat({
  id: 'qqbot',
  texts,
  rooms,
  name: (entry) => names.get(entry.conversation)
    ?? (entry.conversation.startsWith('group:') ? '# ' : '') + (entry.data.room ?? entry.data.to ?? entry.conversation),
  draw,
  say: (text, room) => act('say', { ...place(room), text, mention: !quiet.checked }),
  tools: (room) => [
    room.group ? el('label', `${t('as')} `, who) : null,
    room.group ? el('label', quiet, ` ${t('quiet')}`) : null,
    button(t('accept'), () => act('event', { ...place(room), type: room.group ? 'GROUP_MSG_RECEIVE' : 'C2C_MSG_RECEIVE' })),
    button(t('reject'), () => act('event', { ...place(room), type: room.group ? 'GROUP_MSG_REJECT' : 'C2C_MSG_REJECT' })),
  ].filter(Boolean),
  side: () => [newcomer(), fold(t('connection'), true, el('p.row',
    fault('rotate', 'op7'), fault('timeout', 'close', { code: 4009, reason: 'Session timed out' }), fault('kill', 'reset'),
    fault('forget', 'forget_sessions'), fault('revoke', 'revoke_tokens')))],
});
who.onchange = () => document.querySelector('.room.open')?.click();
