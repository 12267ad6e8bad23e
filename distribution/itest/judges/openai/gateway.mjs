// The packed gateway in a home of its own, as an operator would start it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const KEY = 'judge-key-0123456789abcdef';
const PROGRAM = path.resolve(import.meta.dirname, '../../../assembly/target/hermes-gateway/bin/hermes');

const freePort = () =>
  new Promise((ready) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => ready(port));
    });
  });

export async function gateway(providerPort) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'hermes-judge-'));
  const port = await freePort();
  fs.writeFileSync(
    path.join(home, 'config.yaml'),
    `model: { provider: fake, default: m1 }
providers:
  fake: { base_url: "http://127.0.0.1:${providerPort}/v1", api_key: "sk-fake-0123456789" }
gateway: { port: ${port} }
`,
  );
  fs.writeFileSync(path.join(home, '.env'), `API_SERVER_KEY=${KEY}\nCONSOLE_TOKEN=judge-token-0123456789\n`, { mode: 0o600 });
  const log = fs.openSync(path.join(home, 'out'), 'w');
  const child = spawn(PROGRAM, ['gateway', 'run', '--no-supervise', '--home', home], { stdio: ['ignore', log, log] });
  const gone = new Promise((done) => child.once('exit', done));
  const base = `http://127.0.0.1:${port}`;
  const close = async () => {
    child.kill('SIGTERM');
    await gone;
    fs.rmSync(home, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) break;
    try {
      const models = await fetch(`${base}/v1/models`, { headers: { authorization: `Bearer ${KEY}` } });
      if (models.ok) return { base, home, close };
    } catch {
      // Not yet.
    }
    await new Promise((later) => setTimeout(later, 100));
  }
  console.error(fs.readFileSync(path.join(home, 'out'), 'utf8'));
  await close();
  throw new Error('the gateway did not come up');
}
