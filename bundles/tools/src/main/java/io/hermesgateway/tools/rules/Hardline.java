package io.hermesgateway.tools.rules;

/** What never runs, whoever says yes: there is no way back from it. */
public enum Hardline implements Cause {
    DELETE_ROOT("recursive delete of root filesystem"),
    DELETE_SYSTEM("recursive delete of system directory"),
    DELETE_HOME("recursive delete of home directory"),
    FORMAT_DEVICE("format filesystem (mkfs)"),
    WIPE_DEVICE("wipe raw block device"),
    DD_DEVICE("dd to raw block device"),
    REDIRECT_DEVICE("redirect to raw block device"),
    FORK_BOMB("fork bomb"),
    KILL_ALL("kill all processes"),
    SHUTDOWN("system shutdown/reboot"),
    INIT_LEVEL("init 0/6 (shutdown/reboot)"),
    SYSTEMCTL_POWER("systemctl poweroff/reboot"),
    TELINIT_LEVEL("telinit 0/6 (shutdown/reboot)"),
    TOO_LONG("command too long to be checked"),
    UNREADABLE("quoting that cannot be read"),
    DENIED_BY_OPERATOR("user deny rule");

    private final String key;

    Hardline(String key) {
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }
}
