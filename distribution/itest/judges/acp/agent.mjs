// An agent built on the official SDK. It does what the last text of a prompt says, a command a line; what it really ran
// stands in ran.txt of its state folder, and its sessions are remembered there.
import * as acp from '@agentclientprotocol/sdk';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';

const state = process.argv[2];
const note = (file, line) => fs.appendFileSync(path.join(state, file), `${line}\n`);
const known = (id) => path.join(state, `session-${id}`);

const say = (client, sessionId, text) =>
  client.notify(acp.methods.client.session.update, {
    sessionId,
    update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
  });

async function run(client, sessionId, command) {
  const toolCallId = `call-${randomUUID()}`;
  const call = { toolCallId, title: `\`${command}\``, kind: 'execute', status: 'pending', rawInput: { command } };
  await client.notify(acp.methods.client.session.update, {
    sessionId,
    update: { sessionUpdate: 'tool_call', ...call },
  });
  const { outcome } = await client.request(acp.methods.client.session.requestPermission, {
    sessionId,
    toolCall: call,
    options: [
      { optionId: 'yes', name: 'Allow', kind: 'allow_once' },
      { optionId: 'ever', name: 'Always allow', kind: 'allow_always' },
      { optionId: 'no', name: 'Reject', kind: 'reject_once' },
    ],
  });
  const option = outcome.outcome === 'selected' ? outcome.optionId : 'cancelled';
  if (option === 'yes' || option === 'ever') note('ran.txt', command);
  await client.notify(acp.methods.client.session.update, {
    sessionId,
    update: { sessionUpdate: 'tool_call_update', toolCallId, status: option === 'no' ? 'failed' : 'completed' },
  });
  await say(client, sessionId, `answer: ${option}`);
}

async function terminal(client, sessionId, command) {
  const shell = await client.createTerminal({ sessionId, command });
  const exit = await shell.waitForExit();
  const { output } = await shell.currentOutput();
  await shell.release();
  await say(client, sessionId, `exit ${exit.exitCode}: ${output}`);
}

async function obey(client, sessionId, line) {
  const [verb, ...rest] = line.split(' ');
  const words = rest.join(' ');
  if (verb === 'run') return run(client, sessionId, words);
  if (verb === 'terminal') return terminal(client, sessionId, words);
  if (verb === 'copy') {
    const { content } = await client.request(acp.methods.client.fs.readTextFile, { sessionId, path: rest[0] });
    await client.request(acp.methods.client.fs.writeTextFile, { sessionId, path: rest[1], content });
    return say(client, sessionId, 'copied');
  }
  return say(client, sessionId, line);
}

acp
  .agent({ name: 'judge' })
  .onRequest(acp.methods.agent.initialize, () => ({
    protocolVersion: acp.PROTOCOL_VERSION,
    agentCapabilities: { loadSession: true },
  }))
  .onRequest(acp.methods.agent.session.new, () => {
    const sessionId = randomUUID();
    fs.writeFileSync(known(sessionId), '');
    note('log', 'new');
    return { sessionId };
  })
  .onRequest(acp.methods.agent.session.load, ({ params }) => {
    if (!fs.existsSync(known(params.sessionId))) throw new acp.RequestError(-32602, 'no such session');
    note('log', 'load');
    return {};
  })
  .onRequest(acp.methods.agent.session.prompt, async ({ params, client }) => {
    const texts = params.prompt.filter((block) => block.type === 'text').map((block) => block.text);
    note('log', `prompt ${JSON.stringify(texts)}`);
    for (const line of texts.at(-1).split('\n')) await obey(client, params.sessionId, line.trim());
    return { stopReason: 'end_turn' };
  })
  .onNotification(acp.methods.agent.session.cancel, () => {})
  .connect(acp.ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
