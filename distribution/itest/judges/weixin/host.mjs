// What the client takes from its host, under the names that it asks for: `openclaw/plugin-sdk/…`. Only as much as is
// needed to let it run; nothing here speaks to the servers.
import fs from 'node:fs';
import path from 'node:path';

const state = process.env.OPENCLAW_STATE_DIR;

// account-id
export const normalizeAccountId = (id) => id.trim().toLowerCase().replace(/[@.]/g, '-');

// infra-runtime
export const resolvePreferredOpenClawTmpDir = () => path.join(state, 'tmp');
export const withFileLock = (file, options, work) => work();

// channel-message
export const createTypingCallbacks = (callbacks) => callbacks;

// command-auth
export const resolveSenderCommandAuthorizationWithRuntime = async () => ({ senderAllowedForCommands: true, commandAuthorized: true });
export const resolveDirectDmAuthorizationOutcome = () => 'allowed';

// hook-runtime, plugin-runtime
export const fireAndForgetHook = () => {};
export const buildCanonicalSentMessageHookContext = (context) => context;
export const toPluginMessageContext = (context) => context;
export const toPluginMessageSentEvent = (event) => event;
export const getGlobalHookRunner = () => undefined;

// config-runtime
export const loadConfig = () => ({});
export const writeConfigFile = async (config) => fs.writeFileSync(path.join(state, 'openclaw.json'), JSON.stringify(config));

// channel-config-schema
export const buildChannelConfigSchema = (schema) => schema;
