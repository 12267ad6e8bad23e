package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What every platform has; declared in the table. Environment names follow from the kind: {@code
 * TELEGRAM_ALLOWED_USERS}; a kind that ends in {@code bot} is also known without that, because {@code QQ_ALLOWED_USERS}
 * and {@code QQBOT_HOME_CHANNEL} are both in use.
 *
 * <p>{@link #GROUP_ALLOWED_USERS} holds ids of people and ids of groups alike, because the variables that fill it do,
 * in spite of their names. An id never means both.
 */
public interface PlatformSettings {
    Setting<Boolean> ENABLED = KnownKeys.setting(KnownKeys.PLATFORM, "enabled");
    Setting<String> PROXY = KnownKeys.setting(KnownKeys.PLATFORM, "proxy");
    Setting<List<String>> ADMINS = KnownKeys.setting(KnownKeys.PLATFORM, "admins");
    Setting<List<String>> ALLOWED_USERS = KnownKeys.setting(KnownKeys.PLATFORM, "allowed_users");
    Setting<Boolean> ALLOW_ALL_USERS = KnownKeys.setting(KnownKeys.PLATFORM, "allow_all_users");
    Setting<List<String>> GROUP_ALLOWED_USERS = KnownKeys.setting(KnownKeys.PLATFORM, "group_allowed_users");
    Setting<String> HOME_CHANNEL = KnownKeys.setting(KnownKeys.PLATFORM, "home_channel");
    Setting<String> HOME_CHANNEL_NAME = KnownKeys.setting(KnownKeys.PLATFORM, "home_channel_name");
    Setting<List<String>> APPROVERS = KnownKeys.setting(KnownKeys.PLATFORM, "approvers");
    Setting<String> APPROVAL_MODE = KnownKeys.setting(KnownKeys.PLATFORM, "approval_mode");
    Setting<String> DM_POLICY = KnownKeys.setting(KnownKeys.PLATFORM, "dm_policy");
    Setting<String> GROUP_POLICY = KnownKeys.setting(KnownKeys.PLATFORM, "group_policy");
    Setting<Boolean> REQUIRE_MENTION = KnownKeys.setting(KnownKeys.PLATFORM, "require_mention");
    Setting<String> ALLOW_BOTS = KnownKeys.setting(KnownKeys.PLATFORM, "allow_bots");
    Setting<String> UNAUTHORIZED_DM = KnownKeys.setting(KnownKeys.PLATFORM, "unauthorized_dm_behavior");

    /** Our own HTTP API is configured among the platforms, as people know it, but there is no far side to send to. */
    String API_SERVER = "api_server";

    Pattern SECTION = Pattern.compile("platforms\\.[^.*]+");
    Pattern ACCOUNT = Pattern.compile("platforms\\.[^.]+\\.accounts\\.[^.]+");

    /** Adds to the settings of a platform those it did not declare itself; other sections stay as they are. */
    static SettingsSpec complete(SettingsSpec spec) {
        if (!SECTION.matcher(spec.section()).matches()) {
            return spec;
        }
        String kind = Tree.name(spec.section()).toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> prefixes =
                Stream.of(kind.replaceFirst("BOT$", ""), kind).distinct().toList();
        List<Setting<?>> all = new ArrayList<>(spec.settings());
        for (Setting<?> common : KnownKeys.group(KnownKeys.PLATFORM)) {
            if (spec.settings().stream().noneMatch(own -> Objects.equals(own.key(), common.key()))) {
                List<String> names = new ArrayList<>();
                common.env().forEach(name -> prefixes.forEach(prefix -> names.add(prefix + "_" + name)));
                all.add(common.env(names.toArray(String[]::new)));
            }
        }
        return new SettingsSpec(spec.section(), all, spec.rule());
    }
}
