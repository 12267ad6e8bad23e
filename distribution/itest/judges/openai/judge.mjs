// What clients do with the official SDK must work here, unchanged.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { KEY, gateway } from './gateway.mjs';
import { provider } from './provider.mjs';

const model = await provider();
const served = await gateway(model.port);
const client = new OpenAI({ apiKey: KEY, baseURL: `${served.base}/v1` });
const user = (content) => [{ role: 'user', content }];
const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==';

const checks = {
  async 'models are listed'() {
    const models = await client.models.list();
    assert.equal(models.data[0].id, 'hermes-agent');
    assert.equal((await client.models.retrieve('hermes-agent')).object, 'model');
  },

  async 'chat in one piece'() {
    const chat = await client.chat.completions.create({ model: 'hermes-agent', messages: user('hello') });
    assert.equal(chat.choices[0].message.content, 'I heard: user hello');
    assert.equal(chat.choices[0].finish_reason, 'stop');
    assert.equal(chat.usage.total_tokens, chat.usage.prompt_tokens + chat.usage.completion_tokens);
  },

  async 'chat carries its own history'() {
    const chat = await client.chat.completions.create({
      model: 'any name',
      messages: [...user('one'), { role: 'assistant', content: 'two' }, ...user('three')],
    });
    assert.equal(chat.choices[0].message.content, 'I heard: user one | assistant two | user three');
    assert.equal(chat.model, 'any name');
  },

  async 'chat as a stream'() {
    const stream = await client.chat.completions.create({ model: 'hermes-agent', messages: user('hello'), stream: true });
    let said = '';
    let finish = null;
    for await (const chunk of stream) {
      said += chunk.choices[0].delta.content ?? '';
      finish = chunk.choices[0].finish_reason ?? finish;
    }
    assert.equal(said, 'I heard: user hello');
    assert.equal(finish, 'stop');
  },

  async 'the stream helper with tool frames among the chunks'() {
    const stream = client.chat.completions.stream({ model: 'hermes-agent', messages: user('TOOL echo seven') });
    const chat = await stream.finalChatCompletion();
    assert.match(chat.choices[0].message.content, /^Let me see\.\s+It says seven\.$/);
    assert.equal(chat.choices[0].finish_reason, 'stop');
    assert.ok((await stream.totalUsage()).total_tokens > 0);
  },

  async 'the plain loop with tool frames, and without when they are not wanted'() {
    const frames = async (headers) => {
      const stream = await client.chat.completions.create(
        { model: 'hermes-agent', messages: user('TOOL echo seven'), stream: true },
        { headers },
      );
      const tools = [];
      for await (const chunk of stream) {
        assert.equal(typeof (chunk.choices[0].delta.content ?? ''), 'string');
        if (chunk.toolCallId) tools.push(chunk.status);
      }
      return tools;
    };
    assert.deepEqual(await frames({}), ['running', 'completed']);
    assert.deepEqual(await frames({ 'X-Hermes-Tool-Events': 'off' }), []);
  },

  async 'a truncated stream keeps what was said'() {
    const chat = await client.chat.completions
      .stream({ model: 'hermes-agent', messages: user('SHORT story') })
      .finalChatCompletion()
      .catch((thrown) => thrown);
    // The helper has a word of its own for answers that were cut; what it must not say is that the call failed.
    assert.ok(!(chat instanceof OpenAI.APIError), String(chat));
    const batch = await client.chat.completions.create({ model: 'hermes-agent', messages: user('SHORT story') });
    assert.equal(batch.choices[0].finish_reason, 'length');
    assert.equal(batch.choices[0].message.content, 'I heard: user SHORT story');
  },

  async 'pictures reach the model'() {
    await client.chat.completions.create({
      model: 'hermes-agent',
      messages: user([
        { type: 'text', text: 'this' },
        { type: 'image_url', image_url: { url: PIXEL, detail: 'low' } },
        { type: 'text', text: 'and that' },
      ]),
    });
    assert.deepEqual(model.asked.at(-1).messages.at(-1).content, [
      { type: 'text', text: 'this' },
      { type: 'image_url', image_url: { url: PIXEL, detail: 'low' } },
      { type: 'text', text: 'and that' },
    ]);
    await client.responses.create({
      model: 'hermes-agent',
      input: [{ role: 'user', content: [{ type: 'input_image', image_url: PIXEL, detail: 'high' }] }],
    });
    assert.deepEqual(model.asked.at(-1).messages.at(-1).content, [
      { type: 'image_url', image_url: { url: PIXEL, detail: 'high' } },
    ]);
  },

  async 'a response in one piece, looked up, deleted'() {
    const response = await client.responses.create({ model: 'hermes-agent', input: 'hello' });
    assert.equal(response.output_text, 'I heard: user hello');
    assert.equal(response.status, 'completed');
    assert.equal((await client.responses.retrieve(response.id)).output_text, 'I heard: user hello');
    await client.responses.delete(response.id);
    await assert.rejects(client.responses.retrieve(response.id), OpenAI.NotFoundError);
  },

  async 'a response as a stream'() {
    const stream = await client.responses.create({ model: 'hermes-agent', input: 'hello', stream: true });
    const types = [];
    let said = '';
    for await (const event of stream) {
      assert.equal(event.sequence_number, types.length);
      types.push(event.type);
      if (event.type === 'response.output_text.delta') said += event.delta;
    }
    assert.equal(types[0], 'response.created');
    assert.equal(types.at(-1), 'response.completed');
    assert.equal(said, 'I heard: user hello');
  },

  async 'the responses helper, with a tool'() {
    const stream = client.responses.stream({ model: 'hermes-agent', input: 'TOOL echo eight' });
    const types = new Set();
    for await (const event of stream) types.add(event.type);
    const response = await stream.finalResponse();
    assert.match(response.output_text, /^Let me see\.\s+It says eight\.$/);
    assert.deepEqual(response.output.map((item) => item.type), ['function_call', 'function_call_output', 'message']);
    assert.ok(types.has('response.content_part.added') && types.has('response.content_part.done'));
  },

  async 'chains go on, in pieces and in one'() {
    const first = await client.responses.create({ model: 'hermes-agent', input: 'one', instructions: 'be brief' });
    const second = await client.responses
      .stream({ model: 'hermes-agent', input: 'two', previous_response_id: first.id })
      .finalResponse();
    assert.equal(second.output_text, 'I heard: user one | assistant I heard: user one | user two');
    assert.equal(second.instructions, 'be brief');
    const third = await client.responses.create({ model: 'hermes-agent', input: 'three', previous_response_id: second.id });
    assert.match(third.output_text, /user two \| assistant .* \| user three$/);
    await assert.rejects(
      client.responses.create({ model: 'hermes-agent', input: 'x', previous_response_id: 'resp_none' }),
      OpenAI.NotFoundError,
    );
  },

  async 'errors are the ones the SDK knows'() {
    const stranger = new OpenAI({ apiKey: 'wrong-key-0123456789', baseURL: `${served.base}/v1` });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
    await assert.rejects(client.chat.completions.create({ model: 'x', messages: [] }), OpenAI.BadRequestError);
    await assert.rejects(
      client.chat.completions.create({ model: 'x', messages: user([{ type: 'file', file: { file_id: 'a' } }]) }),
      (thrown) => thrown instanceof OpenAI.BadRequestError
        && thrown.code === 'unsupported_content_type'
        && thrown.param === 'messages[0].content',
    );
  },

  async 'a failure runs the agent once'() {
    const before = model.asked.length;
    await assert.rejects(
      client.chat.completions.create({ model: 'hermes-agent', messages: user('FAIL 400') }),
      (thrown) => thrown instanceof OpenAI.InternalServerError
        && thrown.status === 502
        && thrown.code === 'agent_incomplete',
    );
    assert.equal(model.asked.length, before + 1);
    const response = await client.responses.stream({ model: 'hermes-agent', input: 'FAIL 400' }).finalResponse();
    assert.equal(response.status, 'failed');
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok      ${name}`);
  } catch (thrown) {
    failed++;
    console.error(`FAILED  ${name}\n${thrown.stack}`);
  }
}
await served.close();
model.close();
console.log(`openai SDK: ${Object.keys(checks).length - failed} of ${Object.keys(checks).length} checks passed`);
process.exit(failed === 0 ? 0 : 1);
