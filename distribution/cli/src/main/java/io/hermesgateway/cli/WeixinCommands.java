package io.hermesgateway.cli;

import io.hermesgateway.config.ConfigFile;
import io.hermesgateway.config.FatalConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hermes weixin …}. */
@CommandLine.Command(name = "weixin", description = "WeChat.", subcommands = WeixinCommands.Login.class)
final class WeixinCommands extends Group {
    WeixinCommands(Shell shell) {
        super(shell);
    }

    /** Shows the code until somebody has scanned it; the running gateway does the rest. */
    @CommandLine.Command(name = "login", description = "Binds a bot: shows a QR code that is scanned with WeChat.")
    static final class Login extends Command {
        private static final int PATIENCE_SECONDS = 600;

        @Option(names = "--account", paramLabel = "NAME", description = "The account, where there are several.")
        @Nullable
        String account;

        private String url = "";
        private long shown = -1;

        Login(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            BufferedReader in = new BufferedReader(new InputStreamReader(shell().in(), StandardCharsets.UTF_8));
            Row end;
            try (Client client = Client.connect(shell(), PATIENCE_SECONDS)) {
                end = client.call("weixin.login", arguments(), item -> show(item, in))
                        .row();
            }
            boolean worked = end.text("worked").equals("true");
            if (worked && !end.text("configured").equals("true")) {
                enable();
            }
            (worked ? shell().out() : shell().err()).println(end.text("message"));
            return worked ? Exit.DONE : Exit.FAILED;
        }

        private Map<String, String> arguments() {
            return account == null ? Map.of() : Map.of("account", account);
        }

        /** The same view comes again and again, so that both sides know that the other is there. */
        private void show(Row view, BufferedReader in) {
            long number = Long.parseLong(view.text("number"));
            if (number == shown || view.text("ended").equals("true")) {
                return;
            }
            shown = number;
            shell().err().println(view.text("message"));
            if (!view.text("url").isEmpty() && !view.text("url").equals(url)) {
                url = view.text("url");
                draw();
            }
            if (view.text("status").equals("verify")) {
                verify(in);
            }
        }

        private void draw() {
            if (shell().terminal()) {
                QrDrawing.lines(url).forEach(shell().out()::println);
            }
            shell().out().println(url);
            shell().out().flush();
        }

        private void verify(BufferedReader in) {
            try {
                String number = in.readLine();
                if (number != null) {
                    Map<String, String> code =
                            account == null ? Map.of("code", number) : Map.of("code", number, "account", account);
                    ask("weixin.login.code", code);
                }
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        }

        /** Who logs in wants the account to be used. */
        private void enable() {
            String section = account == null ? "platforms.weixin" : "platforms.weixin.accounts." + account;
            try {
                new ConfigFile(shell().home().resolve("config.yaml")).set(section + ".enabled", true);
            } catch (FatalConfig unreadable) {
                throw new Failure(Exit.CONFIGURATION, String.valueOf(unreadable.getMessage()));
            }
        }
    }
}
