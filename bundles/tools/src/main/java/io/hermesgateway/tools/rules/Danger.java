package io.hermesgateway.tools.rules;

import java.util.List;

/** What a person must be asked about. */
public enum Danger implements Cause {
    DELETE_ABSOLUTE("delete in root path", "rm\\s+(-[^\\s]*\\s+)*/"),
    DELETE_RECURSIVE("recursive delete", "rm\\s+-[^\\s]*r"),
    DELETE_RECURSIVE_LONG("recursive delete (long flag)", "rm\\s+--recursive"),
    DELETE_RECURSIVE_LATE("recursive delete (flags after operands)"),
    XARGS_RM("xargs with rm", "xargs\\s+.*"),
    FIND_EXEC_RM("find -exec/-execdir rm", "find", "find -exec rm"),
    FIND_DELETE("find -delete", "find"),
    FIND_DYNAMIC("find dynamic shell word may expand to destructive flag"),
    WINDOWS_CMD_DELETE("Windows cmd destructive delete"),
    WINDOWS_POWERSHELL_DELETE("Windows PowerShell destructive delete"),
    WINDOWS_ENCODED("PowerShell encoded command execution"),
    WINDOWS_REMOVE_ITEM("PowerShell destructive delete (Remove-Item)"),
    WINDOWS_DELETE("Windows destructive delete (recursive/quiet switch)"),
    WINDOWS_PIPE_IEX("pipe remote content to PowerShell (iwr | iex)"),
    WINDOWS_IEX("execute remote content via Invoke-Expression"),
    WINDOWS_TASKKILL("force kill processes (taskkill /F)"),
    WINDOWS_STOP_PROCESS("force kill processes (Stop-Process -Force)"),
    WINDOWS_FORMAT_VOLUME("format filesystem (Format-Volume)"),
    WINDOWS_CLEAR_DISK("wipe disk (Clear-Disk)"),
    WINDOWS_DISKPART("disk partitioning (diskpart)"),
    WINDOWS_FORMAT("format drive (format.com)"),
    WINDOWS_CIPHER("wipe free space (cipher /w)"),
    WINDOWS_GRANT_EVERYONE("grant Everyone access (icacls)"),
    WINDOWS_RESET_ACL("reset ACLs recursively (icacls /reset)"),
    WINDOWS_SHADOWS("delete volume shadow copies (vssadmin)"),
    WINDOWS_BACKUPS("delete backups (wbadmin)"),
    WINDOWS_BOOT("modify boot configuration (bcdedit /set)"),
    WINDOWS_REGISTRY("registry delete (reg delete)"),
    WINDOWS_REGISTRY_VALUE("registry value delete (Remove-ItemProperty -Force)"),
    WINDOWS_STOP_SERVICE("force stop service (Stop-Service -Force)"),
    WINDOWS_SC("stop/delete service (sc)"),
    WINDOWS_SSH_KEYS("access to SSH keys (Windows path)"),
    WINDOWS_HERMES_SECRETS("access to Hermes secrets (Windows path)"),
    WORLD_WRITABLE("world/other-writable permissions", "chmod\\s+(-[^\\s]*\\s+)*(777|666|o\\+[rwx]*w|a\\+[rwx]*w)"),
    WORLD_WRITABLE_RECURSIVE("recursive world/other-writable (long flag)", "chmod\\s+--recursive"),
    CHOWN_ROOT("recursive chown to root", "chown\\s+(-[^\\s]*)?R\\s+root"),
    CHOWN_ROOT_LONG("recursive chown to root (long flag)", "chown\\s+--recursive", "chown\\s+--recur[a-z]*"),
    FORMAT_FILE("format filesystem", "mkfs"),
    DISK_COPY("disk copy", "dd\\s+.*if="),
    WIPE_DEVICE("raw block device wipe (shred/wipefs/blkdiscard/sgdisk)"),
    WRITE_DEVICE("write to block device", ">\\s*/dev/sd"),
    SQL_DROP("SQL DROP", "DROP\\s+(TABLE|DATABASE)"),
    SQL_DELETE("SQL DELETE without WHERE", "DELETE\\s+FROM"),
    SQL_TRUNCATE("SQL TRUNCATE", "TRUNCATE\\s+(TABLE)?\\s*\\w"),
    OVERWRITE_SYSTEM("overwrite system config", ">\\s*/etc/"),
    STOP_SERVICE(
            "stop/restart system service",
            "stop/disable system service",
            "systemctl\\s+(stop|disable|mask)",
            "systemctl\\s+(-[^\\s]+\\s+)*(stop|restart|disable|mask)"),
    FORCE_KILL("force kill processes", "pkill\\s+-9"),
    KILLALL_KILL("force kill processes (killall -KILL)", "killall\\s+(-[^\\s]*\\s+)*-(9|KILL|SIGKILL)"),
    KILLALL_SIGNAL_KILL("force kill processes (killall -s KILL)", "killall\\s+(-[^\\s]*\\s+)*-s\\s+(KILL|SIGKILL|9)"),
    KILLALL_REGEX("kill processes by regex (killall -r)", "killall\\s+(-[^\\s]*\\s+)*-r"),
    SHELL_COMMAND("shell command via -c/-lc flag", "(bash|sh|zsh|ksh)\\s+-[^\\s]*c(\\s+|$)"),
    SCRIPT_FLAG("script execution via -e/-c flag", "(python[23]?|perl|ruby|node)\\s+-[ec]\\s+"),
    SCRIPT_HEREDOC("script execution via heredoc", "(python[23]?|perl|ruby|node)\\s+<<"),
    SHELL_HEREDOC("shell execution via heredoc", "(bash|sh|zsh|ksh)\\s+<<"),
    PIPE_REMOTE("pipe remote content to shell", "(curl|wget)"),
    REMOTE_PROCESS_SUBSTITUTION(
            "execute remote script via process substitution", "(bash|sh|zsh|ksh)\\s+<\\s*<?\\s*\\(\\s*(curl|wget)"),
    REMOTE_SUBSTITUTION("execute remote content via command substitution", "eval"),
    PIPE_DECODED(
            "pipe decoded content to shell (possible command obfuscation)",
            "(base64|base32|base16)\\s+(?:-[dD]|--decode)"),
    PIPE_XXD("pipe xxd-decoded content to shell (possible command obfuscation)", "xxd\\s+-r"),
    PIPE_TR("pipe tr-transformed output to shell (possible command obfuscation)", "echo"),
    PIPE_OPENSSL("pipe openssl-decoded content to shell (possible command obfuscation)", "openssl"),
    CHMOD_AND_RUN("chmod +x followed by immediate execution", "chmod\\s+\\+x"),
    TEE_SYSTEM("overwrite system file via tee", "tee"),
    REDIRECT_SYSTEM("overwrite system file via redirection", ">>?\\s*[\"\\']?(?:/etc/", ">>?\\s*[\"\\']?(?:(?:/e"),
    TEE_PROJECT("overwrite project env/config via tee", "tee"),
    REDIRECT_PROJECT("overwrite project env/config via redirection", ">>?\\s*[\"\\']?(?:(?:/|"),
    COPY_SYSTEM("copy/move file into system config path", "(cp|mv|install)"),
    COPY_PROJECT("overwrite project env/config file", "(cp|mv|install)"),
    COPY_SENSITIVE("copy/move file into sensitive credential/SSH/shell-rc path", "(cp|mv|install)"),
    EDIT_SENSITIVE("in-place edit of sensitive credential/SSH/shell-rc path"),
    EDIT_SENSITIVE_LONG("in-place edit of sensitive credential/SSH/shell-rc path (long flag)"),
    EDIT_SENSITIVE_SCRIPT("in-place edit of sensitive credential/SSH/shell-rc path (perl/ruby)"),
    EDIT_SYSTEM("in-place edit of system config", "sed\\s+-[^\\s]*i.*\\s/etc/"),
    EDIT_SYSTEM_LONG("in-place edit of system config (long flag)", "sed\\s+--in-place"),
    EDIT_HERMES("in-place edit of Hermes config/env"),
    EDIT_HERMES_LONG("in-place edit of Hermes config/env (long flag)"),
    EDIT_HERMES_SCRIPT("in-place edit of Hermes config/env (perl/ruby)"),
    CLOUD_METADATA("cloud metadata endpoint access (instance credentials)"),
    GATEWAY_STOP(
            "stop/restart hermes gateway (kills running agents)", "hermes\\s+gateway\\s+(stop|restart)", "hermes\\s+"),
    HERMES_UPDATE("hermes update (restarts gateway, kills running agents)", "hermes\\s+update"),
    GATEWAY_OUTSIDE("start gateway outside systemd (use 'systemctl --user restart hermes-gateway')", "nohup"),
    KILL_GATEWAY("kill hermes/gateway process (self-termination)", "(pkill|killall)"),
    KILL_LOOKUP(
            "kill process via pgrep/pidof expansion (self-termination)",
            "kill process via backtick pgrep/pidof expansion (self-termination)",
            "kill"),
    LAUNCHD("stop/restart hermes launchd service (kills running agents)"),
    DOCKER_HOST("docker with remote daemon redirect (-H/--host)"),
    DOCKER_CONTEXT("docker with daemon redirect (--context: alternate daemon)"),
    DOCKER_CONTEXT_USE("docker context use (switches default daemon for future commands)", "docker\\s+context\\s+use"),
    PODMAN_URL("podman with remote daemon redirect (--url/--connection/--identity)"),
    PODMAN_REMOTE("podman remote mode (-r/--remote: remote daemon)"),
    DOCKER_ENVIRONMENT("docker/podman daemon redirect via environment (DOCKER_HOST/CONTAINER_HOST)"),
    COMPOSE_LIFECYCLE(
            "docker compose restart/stop/kill/down (container lifecycle)",
            "docker\\s+compose\\s+(restart|stop|kill|down)"),
    DOCKER_LIFECYCLE("docker restart/stop/kill (container lifecycle)", "docker\\s+(restart|stop|kill)"),
    GIT_RESET_HARD("git reset --hard (destroys uncommitted changes)", "git\\s+reset\\s+--hard"),
    GIT_FORCE_PUSH("git force push (rewrites remote history)", "git\\s+push"),
    GIT_FORCE_PUSH_SHORT("git force push short flag (rewrites remote history)", "git\\s+push"),
    GIT_CLEAN("git clean with force (deletes untracked files)", "git\\s+clean\\s+-[^\\s]*f"),
    GIT_BRANCH_DELETE("git branch force delete", "git\\s+branch\\s+-D", "git\\s+branch\\s+(?-i:-D)"),
    GIT_BRANCH_DELETE_LONG(
            "git branch force delete (long flags)",
            "git branch force delete (long flags, force-first)",
            "git\\s+branch"),
    SUDO_FLAG("sudo with privilege flag (stdin/askpass/shell/list)", "sudo"),
    SUDO_COMBINED("sudo with combined-flag privilege escalation", "sudo"),
    PACKAGE_UNINSTALL("package manager uninstall"),
    READ_TOOL_PROGRAM(
            "arbitrary program execution via a read tool's option",
            "arbitrary program execution via rg --pre",
            "arbitrary program execution via rg --hostname-bin",
            "arbitrary program execution via sort --compress-program",
            "arbitrary program execution via ag --pager",
            "arbitrary program execution via man --pager",
            "arbitrary program execution via man --html"),
    READ_TOOL_DYNAMIC("dynamic shell word may expand to arbitrary program execution flag");

    private final String key;
    private final String aliases;

    Danger(String key, String... aliases) {
        this.key = key;
        this.aliases = String.join("\n", aliases);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public List<String> aliases() {
        return aliases.isEmpty() ? List.of() : List.of(aliases.split("\n"));
    }
}
