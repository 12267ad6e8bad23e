package io.hermesgateway.spi.platform;

import io.hermesgateway.spi.settings.SettingsSpec;

/** Makes adapters of one kind of platform; one adapter per configured account. */
public interface PlatformFactory {
    /** The kind, and the name of its section under {@code platforms}: {@code qqbot}. */
    String kind();

    /** The settings of one account. The kernel adds those that every platform has (allow-lists, proxy …). */
    default SettingsSpec settings() {
        return SettingsSpec.none();
    }

    /** What the far side can do; asked once per load. */
    Capabilities capabilities();

    /** Makes an adapter and returns at once; nothing is contacted yet. Settings of the account are already valid. */
    Platform open(PlatformContext context);
}
