// Logs Tencent's client in at the simulated far side, talks with it, and looks for the defects that it is known to have: a
// simulator that does not show them would also hide ours.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const here = import.meta.dirname;
const program = path.resolve(here, '../../../assembly/target/hermes-gateway/bin/hermes');
const state = fs.mkdtempSync(path.join(os.tmpdir(), 'hermes-weixin-judge-'));
const ANN = 'o9cq80yyANN@im.wechat';
const wait = (ms) => new Promise((later) => setTimeout(later, ms));
const children = [];
let passed = 0;

async function until(what, look) {
  for (let tries = 0; tries < 2400; tries++) {
    const seen = await look();
    if (seen) return seen;
    await wait(50);
  }
  throw new Error(`never came: ${what}`);
}

function start(command, words, options = {}) {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  child.lines = [];
  child.gone = new Promise((done) => child.once('exit', done));
  readline.createInterface({ input: child.stdout }).on('line', (line) => child.lines.push(line));
  children.push(child);
  return child;
}

async function simulator() {
  const child = start(program, ['simulate', 'weixin', '--port', '0']);
  const [link] = await until('the simulator', () => {
    assert.equal(child.exitCode, null, child.lines.join('\n'));
    return child.lines.join('\n').match(/http:\/\/127\.0\.0\.1:\d+/);
  });
  return link;
}

const url = await simulator();
const post = async (path, body) => {
  const answer = await fetch(`${url}/_sim/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
};
const act = (action, body = {}) => post(`weixin/${action}`, body);
const knobs = (values) => post('knobs', Object.fromEntries(Object.entries(values).map(([name, value]) => [`weixin.${name}`, value])));
const transcript = async (kind) =>
  (await (await fetch(`${url}/_sim/transcript?platform=weixin`)).json()).entries.filter((entry) => entry.kind === kind).map((entry) => entry.data);
const calls = async (bot) => (await act('report')).calls.filter((call) => call.bot === bot).map((call) => call.call);
const say = async (what) => (await act('say', { bot: account.bot, user: ANN, ...what })).message_ids[0];

let client;
let events = [];
let asked = 0;
async function open() {
  const started = start(process.execPath, [path.join(here, 'client.mjs'), url], { env: { ...process.env, OPENCLAW_STATE_DIR: state, NODE_NO_WARNINGS: '1' } });
  client = started;
  events = [];
  readline.createInterface({ input: started.stdout }).on('line', (line) => line.startsWith('@') && events.push(JSON.parse(line.slice(1))));
  await event('the client', (one) => one.ready);
}
const event = (what, wanted) => until(what, () => events.find(wanted));
const turns = () => events.filter((one) => one.turn !== undefined);
async function tell(command, rest = {}) {
  const n = ++asked;
  client.stdin.write(`${JSON.stringify({ n, command, ...rest })}\n`);
  const answer = await event(command, (one) => one.n === n);
  if (answer.thrown !== undefined) throw new Error(answer.thrown);
  return answer.result;
}
async function close() {
  client.stdin.end();
  client.kill();
  await client.gone;
}

async function check(what, body) {
  await body();
  passed++;
  console.log(`ok  ${what}`);
}

let account;
const stored = (name) => JSON.parse(fs.readFileSync(path.join(state, 'openclaw-weixin', name), 'utf8'));

try {
  await open();
  await check('logs in by QR code, sent to another host on the way', async () => {
    await knobs({ redirect_host: url.replace('http://127.0.0.1', 'localhost'), old_token: 'accept' });
    const login = tell('login');
    const [code] = await until('a QR code', async () => ((await act('codes')).codes.length ? (await act('codes')).codes : undefined));
    await act('scan', { qrcode: code.qrcode, user: ANN });
    await until('the confirmation', async () => (await act('confirm', { qrcode: code.qrcode })).status === 'confirmed');
    const { connected, accountId } = await login;
    assert.equal(connected, true);
    account = { bot: accountId, id: accountId.replace(/[@.]/g, '-') };
    assert.deepEqual(stored('accounts.json'), [account.id]);
    assert.equal(stored(`accounts/${account.id}.json`).userId, ANN);
    await knobs({ redirect_host: '' });
  });

  await check('answers, in the order of calls that the real servers know', async () => {
    await tell('start', { account: account.id });
    await until('a held poll', async () => (await act('report')).held === 1);
    const id = await say({ text: 'hello' });
    await until('the answer', async () => (await transcript('out')).some((out) => out.text === 'heard: hello'));
    await until('the next poll', async () => (await act('report')).held === 1);
    assert.deepEqual(await calls(account.bot), [
      'msg/notifystart', 'getupdates', 'getconfig', 'sendtyping', 'sendmessage', 'sendtyping', 'getupdates',
    ]);
    assert.equal(turns()[0].id, id);
  });

  await check('keeps its place and the context token', async () => {
    const [said] = await transcript('in');
    assert.equal(stored(`accounts/${account.id}.context-tokens.json`)[ANN], said.context_token);
    assert.ok(stored(`accounts/${account.id}.sync.json`).get_updates_buf);
  });

  await check('sends a caption and a file that decrypts to the same bytes', async () => {
    const file = path.join(state, 'report.txt');
    fs.writeFileSync(file, 'the whole report\n'.repeat(1000));
    await tell('sendMedia', { to: ANN, text: 'here it is', file });
    const [caption, media] = (await transcript('out')).slice(-2);
    assert.equal(caption.text, 'here it is');
    assert.equal(media.name, 'report.txt');
    const { base64 } = await act('media', { media: media.media });
    assert.deepEqual(Buffer.from(base64, 'base64'), fs.readFileSync(file));
  });

  await check('decrypts what people send, whatever the form of the key', async () => {
    for (const what of [{ image: { key: 'field' } }, { image: { key: 'plain' } }, { file: { key: 'raw', name: 'x.pdf' } }, { video: { key: 'hex', full_url: false } }]) {
      const [kind] = Object.keys(what);
      const bytes = Buffer.from(`${kind} bytes ${JSON.stringify(what)}`);
      what[kind].base64 = bytes.toString('base64');
      const id = await say(what);
      const { media } = await event(`the ${kind}`, (one) => one.id === id);
      assert.deepEqual(fs.readFileSync(media), bytes);
    }
  });

  await check('shows tool progress to the server and not to the person', async () => {
    await say({ text: 'use a tool' });
    await until('the answer', async () => (await transcript('out')).some((out) => out.text === 'heard: use a tool'));
    await until('the progress', async () => (await transcript('progress')).length === 2);
  });

  await check('defect: only the first text of a message is read', async () => {
    const items = ['one', 'two'].map((text) => ({ type: 1, text_item: { text } }));
    const id = await say({ items });
    assert.equal((await event('the turn', (one) => one.id === id)).turn, 'one');
  });

  await check('defect: the same message twice is two turns', async () => {
    const id = await say({ text: 'twice', duplicate: 'same' });
    await until('two turns', () => turns().filter((one) => one.id === id).length === 2);
  });

  await check('defect: while a turn lasts nothing is fetched', async () => {
    await event('the last turn', (one) => one.done === 'twice');
    await until('a held poll', async () => (await act('report')).held === 1);
    await tell('think');
    await say({ text: 'slow' });
    await event('the slow turn', (one) => one.turn === 'slow');
    await say({ text: '/stop' });
    await wait(500);
    assert.equal((await act('report')).held, 0);
    assert.ok(!turns().some((one) => one.turn === '/stop'));
    await tell('answer');
    await event('the command', (one) => one.turn === '/stop');
  });

  await check('defect: it answers with the token of its beginning, not with the newest', async () => {
    await until('a held poll', async () => (await act('report')).held === 1);
    await knobs({ old_token: 'refuse' });
    await tell('think');
    await say({ text: 'overtaken' });
    await event('the turn', (one) => one.turn === 'overtaken');
    await say({ text: 'newer' });
    await tell('answer');
    await event('the complaint', (one) => one.error?.includes('sendMessage ret=-2'));
    await event('the next turn', (one) => one.done === 'newer');
    assert.ok(!(await transcript('out')).some((out) => out.text === 'heard: overtaken'));
  });

  await check('goes on after 524', async () => {
    await until('a held poll', async () => (await act('report')).held === 1);
    await act('fault', { call: 'getupdates', kind: 'status', status: 524 });
    await say({ text: 'before' });
    await event('the complaint', (one) => one.error?.includes('524'));
    await say({ text: 'after the break' });
    await event('the turn', (one) => one.turn === 'after the break');
  });

  await check('throws when the window is used up', async () => {
    await knobs({ window_sends: 0 });
    await assert.rejects(tell('sendText', { to: ANN, text: 'no' }), /ret=-2 errmsg=prepare failed/);
    await knobs({ window_sends: 10 });
  });

  await check('defect: a refusal in errcode alone counts as sent', async () => {
    await act('fault', { call: 'sendmessage', kind: 'body', body: { errcode: -14, errmsg: 'session timeout' } });
    await tell('sendText', { to: ANN, text: 'lost' });
    assert.ok(!(await transcript('out')).some((out) => out.text === 'lost'));
  });

  await check('defect: -14 silences everything for an hour', async () => {
    await until('a held poll', async () => (await act('report')).held === 1);
    await act('expire', { bot: account.bot, starts: 1 });
    await until('the pause', () =>
      tell('sendText', { to: ANN, text: 'no' }).then(() => false, ({ message }) => /session paused .* 60 min remaining/.test(message)));
    const before = (await calls(account.bot)).length;
    await wait(2500);
    assert.equal((await calls(account.bot)).length, before);
  });

  await check('says goodbye when it is stopped', async () => {
    await tell('stop');
    assert.equal((await event('its end', (one) => one.ended)).ended, 'well');
    assert.equal((await calls(account.bot)).at(-1), 'msg/notifystop');
  });

  await check('a new process is let in again, where it was', async () => {
    await close();
    await open();
    await tell('start', { account: account.id });
    await say({ text: 'welcome back' });
    await event('the turn', (one) => one.turn === 'welcome back');
    assert.equal(turns().length, 1);
    await tell('sendText', { to: ANN, text: 'good morning' });
  });

  await check('defect: stopped while it waits after failures, it ends with an error', async () => {
    await until('a held poll', async () => (await act('report')).held === 1);
    await act('fault', { call: 'getupdates', kind: 'status', status: 524, times: 3 });
    await say({ text: 'and now' });
    await event('the long wait', (one) => one.error?.includes('backing off 30s'));
    await tell('stop');
    assert.equal((await event('its end', (one) => one.ended)).ended, 'aborted');
  });

  await check('breaks no rule of the wire', async () => {
    const { violations = [], overlaps } = await act('report');
    assert.deepEqual(violations, []);
    assert.deepEqual(overlaps, {});
  });

  await check('the printed lines bring a gateway here, which breaks no rule either', async () => {
    const { lines } = children[0];
    const from = lines.findIndex((line) => line.trim() === 'platforms:');
    const depth = (line) => line.search(/\S/);
    const end = lines.findIndex((line, n) => n > from && depth(line) <= depth(lines[from]));
    const config = lines.slice(from, end < 0 ? undefined : end).map((line) => line.slice(depth(lines[from])));
    const home = path.join(state, 'home');
    fs.mkdirSync(home);
    fs.writeFileSync(path.join(home, 'config.yaml'), ['gateway: { port: 0 }', 'agent: { kind: demo }', ...config].join('\n'));
    start(program, ['gateway', 'run', '--no-supervise', '--home', home]);
    const [bound] = (await act('bots')).bots.filter(({ bot }) => bot !== account.bot);
    await until('the gateway', async () => (await act('bots')).bots.find(({ bot }) => bot === bound.bot).held);
    await act('say', { ...bound, text: 'hello' });
    await until('its answer', async () => (await transcript('out')).some((out) => out.bot === bound.bot));
    const { violations = [] } = await act('report');
    assert.deepEqual(violations, []);
  });
  console.log(`${passed} passed, 0 failed`);
} catch (thrown) {
  console.error(events.slice(-20).map((one) => JSON.stringify(one)).join('\n'));
  throw thrown;
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => child.gone));
  fs.rmSync(state, { recursive: true, force: true });
}
