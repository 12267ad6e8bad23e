// A model provider that does what the last message of the person says:
//   FAIL n        answers with that status
//   SHORT         breaks off as models do that ran out of tokens
//   TOOL command  calls the tool `terminal` once, then says what came of it
//   anything else tells what it heard
import http from 'node:http';

const text = (content) =>
  typeof content === 'string' ? content : (content ?? []).map((p) => p.text ?? `[${p.type}]`).join(' ');

export function provider() {
  const asked = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (more) => (body += more));
    request.on('end', () => answer(JSON.parse(body), response, asked));
  });
  return new Promise((ready) =>
    server.listen(0, '127.0.0.1', () => ready({ port: server.address().port, asked, close: () => server.close() })),
  );
}

function answer(request, response, asked) {
  asked.push(request);
  const messages = request.messages.filter((m) => m.role !== 'system');
  const said = text(messages.filter((m) => m.role === 'user').at(-1).content);
  const fail = said.match(/^FAIL (\d+)/);
  if (fail) {
    response.writeHead(Number(fail[1]), { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'the provider does not like it', type: 'invalid_request_error' } }));
    return;
  }
  const result = messages.at(-1).role === 'tool' ? text(messages.at(-1).content) : null;
  const command = result === null && said.match(/^TOOL (.*)/);
  const call = command && {
    id: `call_${asked.length}`,
    type: 'function',
    function: { name: 'terminal', arguments: JSON.stringify({ command: command[1] }) },
  };
  const words = call ? 'Let me see.' : result !== null ? `It says ${result.trim()}.` : heard(messages);
  const finish = call ? 'tool_calls' : said.startsWith('SHORT') ? 'length' : 'stop';
  send(request, response, words, call, finish);
}

const heard = (messages) => 'I heard: ' + messages.map((m) => `${m.role} ${text(m.content)}`).join(' | ');

function send(request, response, words, call, finish) {
  const head = { id: 'chatcmpl-x', created: 1, model: request.model };
  const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
  if (!request.stream) {
    const message = { role: 'assistant', content: words, ...(call ? { tool_calls: [call] } : {}) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ ...head, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: finish }], usage }),
    );
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = (delta, finish_reason = null, more = {}) =>
    response.write(
      `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }], ...more })}\n\n`,
    );
  chunk({ role: 'assistant', content: '' });
  words.match(/.{1,6}/gs).forEach((piece) => chunk({ content: piece }));
  if (call) chunk({ tool_calls: [{ index: 0, ...call }] });
  chunk({}, finish, { usage });
  response.end('data: [DONE]\n\n');
}
