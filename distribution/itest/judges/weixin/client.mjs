// The unchanged client in a process of its own. Commands come as JSON lines on stdin, what happens goes out as JSON lines
// that begin with @; its hard-wired hosts are led to the simulator.
import fs from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const simulator = process.argv[2];
const state = process.env.OPENCLAW_STATE_DIR;
const host = new URL('host.mjs', import.meta.url).href;
const tell = (event) => process.stdout.write(`@${JSON.stringify(event)}\n`);

registerHooks({
  resolve: (name, context, next) =>
    name.startsWith('openclaw/plugin-sdk/') ? { url: host, shortCircuit: true } : next(name, context),
});

const direct = globalThis.fetch;
globalThis.fetch = (url, options) => {
  const asked = new URL(url);
  if (asked.host === 'ilinkai.weixin.qq.com') return direct(simulator + asked.pathname + asked.search, options);
  if (asked.protocol === 'https:') asked.protocol = 'http:';
  return direct(asked.href, options);
};

const { default: entry } = await import('@tencent-weixin/openclaw-weixin/dist/index.js');
let plugin;
entry.register({ registrationMode: 'full', runtime: { version: '2026.9.1' }, registerChannel: (channel) => ({ plugin } = channel) });
const config = { channels: { 'openclaw-weixin': { cdnBaseUrl: `${simulator}/c2c` } } };
let saved = 0;
let thought = Promise.resolve();
let finish = () => {};

/** A turn: the agent types, uses a tool, thinks for as long as the judge wants, and says what it heard. */
async function turn({ ctx, dispatcher, replyOptions }) {
  tell({ turn: ctx.Body, id: ctx.MessageSidFull, media: ctx.MediaPath, quote: ctx.ReplyToBody });
  await dispatcher.typing.start();
  if (ctx.Body === 'use a tool') {
    replyOptions.onItemEvent({ kind: 'tool', phase: 'start', name: 'terminal', itemId: '1' });
    replyOptions.onItemEvent({ kind: 'tool', phase: 'end', name: 'terminal', itemId: '1', status: 'completed' });
  }
  await thought;
  await dispatcher.deliver({ text: `heard: ${ctx.Body}` });
  await dispatcher.typing.stop();
  tell({ done: ctx.Body });
}

const channelRuntime = {
  commands: {},
  media: {
    saveMediaBuffer: async (bytes, contentType) => {
      const file = path.join(state, `media-${saved++}`);
      fs.writeFileSync(file, bytes);
      return { path: file, contentType };
    },
  },
  routing: { resolveAgentRoute: () => ({ agentId: 'main', sessionKey: 'main', mainSessionKey: 'main' }) },
  session: { resolveStorePath: () => path.join(state, 'sessions'), recordInboundSession: async () => {} },
  reply: {
    finalizeInboundContext: (context) => context,
    resolveHumanDelayConfig: () => undefined,
    createReplyDispatcherWithTyping: ({ typingCallbacks, deliver }) => ({
      dispatcher: { deliver, typing: typingCallbacks },
      replyOptions: {},
      markDispatchIdle: () => {},
    }),
    withReplyDispatcher: ({ run }) => run(),
    dispatchReplyFromConfig: turn,
  },
};

const runtime = { log: (line) => tell({ log: line }), error: (line) => tell({ error: line }) };
let running;
const commands = {
  async login() {
    const { sessionKey } = await plugin.gateway.loginWithQrStart({});
    return plugin.gateway.loginWithQrWait({ sessionKey, timeoutMs: 60_000 });
  },
  start({ account }) {
    const stopping = new AbortController();
    const context = {
      cfg: config, account: plugin.config.resolveAccount(config, account), runtime, channelRuntime,
      abortSignal: stopping.signal, setStatus: () => {}, log: { info: () => {}, error: () => {} },
    };
    const ended = plugin.gateway.startAccount(context).then(() => ({ ended: 'well' }), (thrown) => ({ ended: thrown.message }));
    ended.then(tell);
    running = { context, stopping };
  },
  async stop() {
    running.stopping.abort();
    await plugin.gateway.stopAccount(running.context);
  },
  think() { thought = new Promise((done) => (finish = done)); },
  answer() { finish(); },
  sendText: ({ to, text }) => plugin.outbound.sendText({ cfg: config, to, text }),
  sendMedia: ({ to, text, file }) => plugin.outbound.sendMedia({ cfg: config, to, text, mediaUrl: file }),
};

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const { n, command, ...rest } = JSON.parse(line);
  try {
    tell({ n, result: (await commands[command](rest)) ?? {} });
  } catch (thrown) {
    tell({ n, thrown: thrown.message });
  }
});
tell({ ready: true });
