package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the kernel itself reads: {@code configuration.kernel().get(KernelSettings.PORT)}; declared in the table. */
public interface KernelSettings {
    Setting<String> HOST = KnownKeys.setting(KnownKeys.KERNEL, "gateway.host");
    Setting<Long> PORT = KnownKeys.setting(KnownKeys.KERNEL, "gateway.port");
    Setting<URI> PUBLIC_URL = KnownKeys.setting(KnownKeys.KERNEL, "gateway.public_url");
    Setting<List<String>> ALLOWED_HOSTS = KnownKeys.setting(KnownKeys.KERNEL, "gateway.allowed_hosts");
    Setting<Duration> DRAIN_TIMEOUT = KnownKeys.setting(KnownKeys.KERNEL, "gateway.drain_timeout");
    Setting<List<String>> ALLOWED_USERS = KnownKeys.setting(KnownKeys.KERNEL, "gateway.allowed_users");
    Setting<Boolean> ALLOW_ALL_USERS = KnownKeys.setting(KnownKeys.KERNEL, "gateway.allow_all_users");
    Setting<String> APPROVAL_MODE = KnownKeys.setting(KnownKeys.KERNEL, "approvals.mode");
    Setting<Duration> APPROVAL_TIMEOUT = KnownKeys.setting(KnownKeys.KERNEL, "approvals.timeout");
    Setting<String> UNATTENDED_MODE = KnownKeys.setting(KnownKeys.KERNEL, "approvals.unattended_mode");
    Setting<String> CRON_MODE = KnownKeys.setting(KnownKeys.KERNEL, "approvals.cron_mode");
    Setting<List<String>> APPROVERS = KnownKeys.setting(KnownKeys.KERNEL, "approvals.approvers");
    Setting<List<String>> DENIED_COMMANDS = KnownKeys.setting(KnownKeys.KERNEL, "approvals.deny");
    Setting<Duration> UNDELIVERED_AFTER = KnownKeys.setting(KnownKeys.KERNEL, "approvals.undelivered_after");
    Setting<List<String>> COMMAND_ALLOWLIST = KnownKeys.setting(KnownKeys.KERNEL, "command_allowlist");
    Setting<String> STORE_KIND = KnownKeys.setting(KnownKeys.KERNEL, "store.kind");
    Setting<Long> STORE_BACKUPS = KnownKeys.setting(KnownKeys.KERNEL, "store.backups");
    Setting<String> AGENT_KIND = KnownKeys.setting(KnownKeys.KERNEL, "agent.kind");
    Setting<List<String>> DISABLED_TOOLSETS = KnownKeys.setting(KnownKeys.KERNEL, "agent.disabled_toolsets");
    Setting<Long> MAX_TURNS = KnownKeys.setting(KnownKeys.KERNEL, "agent.max_turns");
    Setting<String> BUSY_INPUT_MODE = KnownKeys.setting(KnownKeys.KERNEL, "display.busy_input_mode");
    Setting<Boolean> GROUP_SESSIONS_PER_USER = KnownKeys.setting(KnownKeys.KERNEL, "group_sessions_per_user");
    Setting<Boolean> THREAD_SESSIONS_PER_USER = KnownKeys.setting(KnownKeys.KERNEL, "thread_sessions_per_user");
    Setting<String> UNAUTHORIZED_DM = KnownKeys.setting(KnownKeys.KERNEL, "unauthorized_dm_behavior");
    Setting<Long> JOURNAL_MAX_BYTES = KnownKeys.setting(KnownKeys.KERNEL, "journal.max_bytes");
    Setting<Long> JOURNAL_ARCHIVE_MAX_BYTES = KnownKeys.setting(KnownKeys.KERNEL, "journal.archive_max_bytes");
    Setting<List<String>> DISABLED_PLUGINS = KnownKeys.setting(KnownKeys.KERNEL, "plugins.disabled");

    SettingsSpec SPEC = new SettingsSpec("", KnownKeys.group(KnownKeys.KERNEL));
}
