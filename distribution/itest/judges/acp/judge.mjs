// Puts the agent behind the packed gateway and looks at what it really did.
import { execFile, spawn } from 'node:child_process';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const here = import.meta.dirname;
const program = path.resolve(here, '../../../assembly/target/hermes-gateway/bin/hermes');
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'hermes-acp-'));
const state = fs.mkdtempSync(path.join(os.tmpdir(), 'hermes-acp-agent-'));
const run = promisify(execFile);
const hermes = async (...words) => (await run(program, [...words, '--home', home])).stdout;
const read = (file) => (fs.existsSync(path.join(state, file)) ? fs.readFileSync(path.join(state, file), 'utf8') : '');
let passed = 0;

async function until(what, look) {
  for (let tries = 0; tries < 600; tries++) {
    const seen = await look().catch(() => undefined);
    if (seen) return seen;
    await new Promise((later) => setTimeout(later, 100));
  }
  console.error(fs.readFileSync(path.join(home, 'out'), 'utf8').slice(-4000));
  console.error(read('log'));
  throw new Error(`never came: ${what}`);
}

async function start() {
  const log = fs.openSync(path.join(home, 'out'), 'a');
  const child = spawn(program, ['gateway', 'run', '--no-supervise', '--home', home], { stdio: ['ignore', log, log] });
  child.gone = new Promise((done) => child.once('exit', done));
  await until('the agent', async () => JSON.parse(await hermes('plugins', 'list', '--json')).some((row) => row.id === 'agent-acp' && row.state === 'running'));
  return child;
}

const pending = async () => JSON.parse(await hermes('approvals', 'list', '--json')).filter((row) => row.state === 'pending');

async function check(what, body) {
  await body();
  passed++;
  console.log(`ok  ${what}`);
}

fs.writeFileSync(
  path.join(home, 'config.yaml'),
  `gateway: { port: 0 }
agent: { kind: acp, command: ["${process.execPath}", "${path.join(here, 'agent.mjs')}", "${state}"] }
`,
);
let gateway = await start();
try {
  await check('talks', async () => assert.match(await hermes('chat', 'hello there'), /hello there/));

  await check('asks a person and obeys the answer', async () => {
    const chat = hermes('chat', 'run rm -rf build');
    const [asked] = await until('the question', async () => ((await pending()).length ? pending() : undefined));
    assert.equal(asked.command, 'rm -rf build');
    assert.equal(read('ran.txt'), '');
    await hermes('approvals', 'approve', asked.id, 'once');
    await chat.catch(() => {});
    await until('the work', async () => read('ran.txt') === 'rm -rf build\n');
  });

  await check('a refusal reaches the agent', async () => {
    const chat = hermes('chat', 'run rm -rf other');
    const [asked] = await until('the question', async () => ((await pending()).length ? pending() : undefined));
    await hermes('approvals', 'deny', asked.id);
    await chat.catch(() => {});
    assert.equal(read('ran.txt'), 'rm -rf build\n');
  });

  await check('a hardline command is refused without asking', async () => {
    assert.match(await hermes('chat', 'run rm -rf /'), /answer: no/);
    assert.equal((await pending()).length, 0);
  });

  await check('a pending approval survives kill -9 and the work is done exactly once', async () => {
    fs.writeFileSync(path.join(state, 'ran.txt'), '');
    const chat = hermes('chat', 'run rm -rf late');
    const [asked] = await until('the question', async () => ((await pending()).length ? pending() : undefined));
    process.kill(JSON.parse(fs.readFileSync(path.join(home, 'gateway.pid'), 'utf8')).pid, 'SIGKILL');
    await gateway.gone;
    await chat.catch(() => {});
    gateway = await start();
    const [still] = await until('the approval', async () => ((await pending()).length ? pending() : undefined));
    assert.equal(still.id, asked.id);
    await hermes('approvals', 'approve', still.id, 'once');
    await until('the work', async () => read('ran.txt') === 'rm -rf late\n');
    assert.match(read('log'), /load/);
    assert.equal((await pending()).length, 0);
  });

  await check('reads and writes through the gateway', async () => {
    const from = path.join(state, 'from.txt');
    fs.writeFileSync(from, 'some text\n');
    const to = path.join(state, 'to.txt');
    assert.match(await hermes('chat', `copy ${from} ${to}`), /copied/);
    assert.equal(fs.readFileSync(to, 'utf8'), 'some text\n');
  });

  await check('has terminals', async () => {
    assert.match(await hermes('chat', 'terminal echo out; exit 4'), /exit 4: out/);
  });
  console.log(`${passed} passed, 0 failed`);
} finally {
  gateway.kill('SIGTERM');
  await gateway.gone;
  fs.rmSync(home, { recursive: true, force: true });
  fs.rmSync(state, { recursive: true, force: true });
}
