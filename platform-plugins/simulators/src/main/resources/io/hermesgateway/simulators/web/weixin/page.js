// WeChat as the person with the phone sees it: QR codes to scan, a chat with the bot, and what went wrong on the way.
import { at, bubble, call, chat, el, fold, words } from '/_sim/kit.js';

const texts = {
  en: {
    codes: 'QR codes', none: 'No code is waiting. Let the gateway ask for one: hermes weixin login', scan: 'Scan as', confirm: 'Confirm on the phone',
    refuse: 'Let it expire', newcomer: 'New person', nobody: 'has no bot yet. Scan a QR code, or:', bind: 'Bind a bot without a code',
    picture: 'Picture…', file: 'File…', voice: 'Voice', twice: 'Send twice', fifty: '50 at once', asleep: 'Let the channel fall asleep',
    revoke: 'Log the bot out', typing: 'typing…', dropped: 'sent without context token: never arrives', refused: 'refused', cut: 'cut after',
    progress: 'tool progress, not shown in WeChat', used: 'of this window', twiceText: 'the same message, delivered twice', show: 'Open',
    bound: 'is bound', revoked: 'was logged out', violation: 'broke a rule', notifystart: 'came online', notifystop: 'went offline', overlap: 'polls twice at a time', qr: 'A QR code was asked for', login: 'QR code', fault: 'Fault',
    wait: 'waits for a scan', scaned: 'scanned', scaned_but_redirect: 'scanned, moves to another host', need_verifycode: 'waits for the number', verify_code_blocked: 'blocked',
    expired: 'expired', binded_redirect: 'already bound', confirmed: 'confirmed', token: 'Token for the configuration',
  },
  zh: {
    codes: '二维码', none: '没有等待扫描的二维码。请让网关申请一个:hermes weixin login', scan: '扫码身份', confirm: '在手机上确认',
    refuse: '使其过期', newcomer: '新用户', nobody: '还没有机器人。请扫描二维码,或者:', bind: '不扫码直接绑定机器人',
    picture: '图片…', file: '文件…', voice: '语音', twice: '重复发送', fifty: '一次发 50 条', asleep: '让通道休眠',
    revoke: '让机器人掉线', typing: '正在输入…', dropped: '没有 context_token,不会送达', refused: '被拒绝', cut: '被截断,原长',
    progress: '工具进度,微信中不显示', used: '本窗口已用', twiceText: '这条消息会送达两次', show: '打开',
    bound: '已绑定', revoked: '已掉线', violation: '违反规则', notifystart: '已上线', notifystop: '已下线', overlap: '同时有两个轮询', qr: '申请了二维码', login: '二维码', fault: '故障',
    wait: '等待扫描', scaned: '已扫描', scaned_but_redirect: '已扫描,转到另一台主机', need_verifycode: '等待输入数字', verify_code_blocked: '已锁定',
    expired: '已过期', binded_redirect: '已绑定过', confirmed: '已确认', token: '用于配置的令牌',
  },
};
const t = words(texts);
const act = (action, body = {}) => call(`weixin/${action}`, body);
const wanted = new URLSearchParams(location.search).get('qrcode');
const people = ['ann', 'bob'].map((name) => ({ key: `${name}@im.wechat`, name }));
const bots = new Map();
const short = (user) => user.replace(/@im\.wechat$/, '');

// --- the phone ---

const codes = el('div');
const fresh = el('div.row');

async function drawCodes() {
  const open = (await act('codes')).codes;
  codes.replaceChildren(...(open.length ? open.map(drawCode) : [el('p.note', t('none'))]));
}

function drawCode({ qrcode, status, user }) {
  const who = el('select', { 'aria-label': t('scan') }, people.map((one) => el('option', { value: one.key }, one.name)));
  const press = (label, action, body = {}) =>
    el('button', { type: 'button', onclick: () => act(action, { qrcode, ...body }).then(drawCodes) }, label);
  const scan = el('button.main', { type: 'button', onclick: () => act('scan', { qrcode, user: who.value }).then(drawCodes) }, t('scan'));
  return el('p.row',
    el(qrcode === wanted ? 'strong' : 'span', `${qrcode.slice(0, 6)}… ${t(status)} ${user ? short(user) : ''}`),
    status === 'wait' ? [scan, who] : null,
    status === 'scaned' ? press(t('confirm'), 'confirm') : null,
    press(t('refuse'), 'force', { status: 'expired' }));
}

// --- the chat ---

const say = (room, what) => act('say', { user: room.key, ...(bots.has(room.key) ? { bot: bots.get(room.key) } : {}), ...what });

function upload(label, kind, accept) {
  const input = el('input', { type: 'file', accept, hidden: true });
  return (room) => {
    input.onchange = async () => {
      const [file] = input.files;
      input.value = '';
      const bytes = new Uint8Array(await file.arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      await say(room, { [kind]: { base64: btoa(binary), name: file.name } });
    };
    return el('button', { type: 'button', onclick: () => input.click() }, label);
  };
}

const picture = upload(t('picture'), 'image', 'image/*');
const anyFile = upload(t('file'), 'file', '');

function tools(room) {
  room.bar = el('div.row');
  refill(room);
  return [room.bar];
}

/** What can be done depends on whether the person has a bot, which may change while the room is open. */
const refill = (room) => room.bar?.replaceChildren(...buttons(room));

function buttons(room) {
  if (!room.key) return [];
  const press = (label, work) => el('button', { type: 'button', onclick: work }, label);
  const bot = { bot: bots.get(room.key) ?? '' };
  if (!bots.has(room.key)) {
    return [el('span.note', `${room.name} ${t('nobody')}`), press(t('bind'), async () => {
      const { bot: id, token } = await act('bind', { user: room.key });
      fresh.replaceChildren(el('p', t('token')), el('pre', `WEIXIN_ACCOUNT_ID=${id}\nWEIXIN_TOKEN=${token}`));
    })];
  }
  return [
    picture(room), anyFile(room),
    press(t('voice'), () => say(room, { voice: { text: '你好 hello', size: 4000 } })),
    press(t('twice'), () => say(room, { text: t('twiceText'), duplicate: 'same' })),
    press(t('fifty'), () => say(room, { text: '{n}', count: 50 })),
    press(t('asleep'), () => act('expire', bot)),
    press(t('revoke'), () => act('revoke', bot)),
  ];
}

function media(data) {
  const place = el('span');
  const open = el('button', { type: 'button', onclick: async () => {
    const { base64 } = await act('media', { media: data.media });
    const name = data.name || data.type;
    const link = `data:application/octet-stream;base64,${base64}`;
    place.replaceChildren(data.type === 'image' ? el('img.media', { src: `data:image/*;base64,${base64}`, alt: name }) : el('a', { href: link, download: name }, name));
  } }, t('show'));
  place.append(open);
  return [`[${data.type}] ${data.name || ''} ${data.size} B `, place];
}

const DRAW = {
  in: (entry) => bubble('me', entry.data.text || entry.data.items.map((item) => `[${['', 'text', 'image', 'voice', 'file', 'video'][item.type] ?? item.type}]`).join(' '), at(entry)),
  out: (entry) => bubble('bot', entry.data.media ? media(entry.data) : entry.data.text,
    `${at(entry)} · ${entry.data.used} ${t('used')}${entry.data.truncated ? ` · ${t('cut')} ${entry.data.length}` : ''}`),
  progress: (entry) => bubble('note', `${entry.data.tool_name ?? ''} ${entry.data.status ?? ''} (${t('progress')})`),
  dropped: (entry) => bubble('note', [el('s', entry.data.text ?? entry.data.type), ' ', t('dropped')], at(entry)),
  refused: (entry) => bubble('note', `${t('refused')}: ${entry.data.errmsg} (${entry.data.why})`, at(entry)),
  bound: (entry, room) => {
    bots.set(entry.data.user, entry.data.bot);
    refill(room);
    return bubble('note', `${entry.data.bot} ${t('bound')}`, at(entry));
  },
  revoked: (entry, room) => {
    if (bots.get(room.key) === entry.data.bot) bots.delete(room.key);
    refill(room);
    return bubble('note', `${entry.data.bot} ${t('revoked')}`, at(entry));
  },
  typing: (entry, room) => {
    if (room.typing) {
      room.nodes = room.nodes.filter((node) => node !== room.typing);
      room.typing.remove();
    }
    room.typing = entry.data.on ? bubble('bot', t('typing')) : null;
    return room.typing;
  },
  login: (entry) => {
    drawCodes();
    return bubble('note', `${t('login')}: ${t(entry.data.status)}`, at(entry));
  },
  qr: (entry) => {
    drawCodes();
    return bubble('note', t('qr'), at(entry));
  },
  violation: (entry) => bubble('note.wrong', `${entry.data.bot} ${t('violation')}: ${entry.data.rule}, ${entry.data.detail}`, at(entry)),
  fault: (entry) => bubble('note', `${t('fault')}: ${entry.data.call} ${entry.data.kind}`, at(entry)),
};

drawCodes();
chat({
  id: 'weixin',
  texts,
  rooms: people,
  name: (entry) => short(entry.conversation),
  say: (text, room) => say(room, { text }),
  tools,
  draw: (entry, room) => {
    const draw = DRAW[entry.kind];
    return draw ? draw(entry, room) : bubble('note', `${entry.data.bot ?? ''} ${t(entry.kind)}`, at(entry));
  },
  side: () => [
    fold(t('codes'), true, codes),
    fresh,
    el('p', el('button', { type: 'button', onclick: () => {
      const name = `user${people.length + 1}`;
      people.push({ key: `${name}@im.wechat`, name });
      drawCodes();
      act('bind', { user: `${name}@im.wechat` });
    } }, t('newcomer'))),
  ],
});
