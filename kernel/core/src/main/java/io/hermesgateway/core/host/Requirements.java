package io.hermesgateway.core.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Says in words why a plugin cannot be resolved. Plugins export nothing to each other, so whatever one needs must come
 * from the gateway's class path or be embedded.
 */
final class Requirements {
    private static final String CONTRACTS = "io.hermesgateway.spi";
    private static final Pattern NAME = Pattern.compile("\\((?:osgi\\.[a-z.]+)=([^)]+)\\)");
    private static final Pattern FLOOR = Pattern.compile("(!?)\\(?\\(version>=([^)]+)\\)");

    private Requirements() {}

    static Optional<String> unmet(Bundle bundle, Bundle gateway) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<BundleCapability> offered =
                new ArrayList<>(gateway.adapt(BundleRevision.class).getDeclaredCapabilities(null));
        offered.addAll(revision.getDeclaredCapabilities(null));
        return revision.getDeclaredRequirements(null).stream()
                .filter(need -> isMandatory(need) && offered.stream().noneMatch(need::matches))
                .findFirst()
                .map(need -> sentence(need, offered));
    }

    private static boolean isMandatory(BundleRequirement need) {
        String resolution =
                need.getDirectives().getOrDefault(Constants.RESOLUTION_DIRECTIVE, Constants.RESOLUTION_MANDATORY);
        return resolution.equals(Constants.RESOLUTION_MANDATORY);
    }

    private static String sentence(BundleRequirement need, List<BundleCapability> offered) {
        String filter = need.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        Matcher name = NAME.matcher(filter);
        String what = name.find() ? name.group(1) : filter;
        if (!need.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return "It needs " + need.getNamespace() + " " + filter + ", which this gateway does not have.";
        }
        String has = offered.stream()
                .filter(one -> what.equals(one.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(one -> String.valueOf(one.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)))
                .findFirst()
                .orElse("none");
        if (what.startsWith(CONTRACTS)) {
            return "It was built for the plugin contracts " + range(filter) + "; this gateway has " + has
                    + ". Install a build of it that fits.";
        }
        return "It needs the package " + what + " " + range(filter) + "; this gateway has " + has
                + ". Embed the library in the jar.";
    }

    private static String range(String filter) {
        String floor = "0";
        String ceiling = "";
        Matcher version = FLOOR.matcher(filter);
        while (version.find()) {
            if (version.group(1).isEmpty()) {
                floor = version.group(2);
            } else {
                ceiling = version.group(2);
            }
        }
        return ceiling.isEmpty() ? floor + " or newer" : "from " + floor + " to under " + ceiling;
    }
}
