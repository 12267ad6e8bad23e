package io.hermesgateway.tools.guard;

import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.tools.rules.Cause;
import io.hermesgateway.tools.rules.ContainerRules;
import io.hermesgateway.tools.rules.DeleteRules;
import io.hermesgateway.tools.rules.DiskRules;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.GitRules;
import io.hermesgateway.tools.rules.Hardline;
import io.hermesgateway.tools.rules.PackageRules;
import io.hermesgateway.tools.rules.PermissionRules;
import io.hermesgateway.tools.rules.Places;
import io.hermesgateway.tools.rules.ProcessRules;
import io.hermesgateway.tools.rules.ReadToolRules;
import io.hermesgateway.tools.rules.Rule;
import io.hermesgateway.tools.rules.SelfRules;
import io.hermesgateway.tools.rules.SqlRules;
import io.hermesgateway.tools.rules.WindowsRules;
import io.hermesgateway.tools.rules.WriteRules;
import io.hermesgateway.tools.shell.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The guard in front of every shell command: harmless, to be asked about, or never. */
public final class ShellGuard implements CommandGuard {
    /** A longer text is refused: nobody reads it before saying yes. */
    static final int LONGEST = 1 << 20;

    private static final String BUNDLE = "io.hermesgateway.tools.reasons";

    private final Places places;
    private final Map<String, String> known;
    private final DenyRules denied;

    public ShellGuard(String home, String hermesHome, List<String> denyGlobs) {
        this.places = new Places(home, hermesHome);
        this.known = Map.of("HOME", places.home(), "HERMES_HOME", places.hermesHome());
        this.denied = new DenyRules(denyGlobs, places);
    }

    /** The sentences for people about what is asked. */
    public static ResourceBundle words(Locale language) {
        return ResourceBundle.getBundle(
                BUNDLE,
                language,
                ShellGuard.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Override
    public Assessment judge(String command, Locale language) {
        return judge(command, language, new Steps());
    }

    Assessment judge(String command, Locale language, Steps steps) {
        if (command.length() > LONGEST) {
            return forbidden(Hardline.TOO_LONG, null, language);
        }
        Findings findings = new Findings();
        DenyRules.Watch watch = denied.watch(steps);
        boolean readable = look(command, findings, watch, steps);
        String pattern = watch.matched();
        Hardline hardline = findings.hardline();
        if (hardline != null) {
            return forbidden(hardline, null, language);
        }
        if (!readable) {
            return forbidden(Hardline.UNREADABLE, null, language);
        }
        if (pattern != null) {
            return forbidden(Hardline.DENIED_BY_OPERATOR, pattern, language);
        }
        List<Reason> reasons = new ArrayList<>();
        ResourceBundle words = words(language);
        findings.asks().forEach(cause -> reasons.add(reason(cause, words)));
        return reasons.isEmpty() ? new Assessment.Allowed() : new Assessment.Ask(command, reasons);
    }

    /** Looks at every form of the text; whether the form that the shell gets can be read. */
    private boolean look(String command, Findings findings, DenyRules.Watch watch, Steps steps) {
        Set<String> forms = TextForms.of(command, steps);
        boolean first = true;
        boolean readable = true;
        for (String form : forms) {
            WholeText.check(form, findings, steps);
            watch.sees(form);
            boolean read = new Analysis(places, known, rules(form), findings, watch, steps).text(form);
            readable &= !first || read;
            first = false;
        }
        return readable;
    }

    private List<Rule> rules(String text) {
        return List.of(
                new DeleteRules(places),
                new DiskRules(places),
                new PermissionRules(),
                new SqlRules(),
                new ProcessRules(),
                new WriteRules(places),
                new SelfRules(text),
                new ContainerRules(),
                new GitRules(),
                new PackageRules(),
                new WindowsRules(),
                new ReadToolRules());
    }

    private static Reason reason(Cause cause, ResourceBundle words) {
        return new Reason(cause.key(), cause.aliases(), words.getString(cause.name()), true);
    }

    private static Assessment forbidden(Hardline cause, @Nullable String detail, Locale language) {
        String sentence = words(language).getString("FORBIDDEN." + cause.name());
        return new Assessment.Forbidden(detail == null ? sentence : sentence.replace("{0}", detail));
    }
}
