package io.hermesgateway.weixin;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.weixin.login.Login;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator can ask: {@code weixin.login} shows how a login goes until it ends, {@code weixin.login.code} takes the
 * number that the phone shows, {@code doctor.weixin} says how the accounts are. An {@code account} is a platform id.
 */
final class WeixinService implements Service {
    private static final Duration STILL_HERE = Duration.ofSeconds(20);

    private final ServiceContext context;
    private final Accounts accounts;
    private final List<Registration> published = new ArrayList<>();

    WeixinService(ServiceContext context, Accounts accounts) {
        this.context = context;
        this.accounts = accounts;
    }

    @Override
    public void start() {
        accounts.serve(context);
        publish("weixin.login", (caller, arguments, progress) -> login(arguments, progress));
        publish("weixin.login.code", (caller, arguments, progress) -> code(arguments));
        publish("doctor.weixin", (caller, arguments, progress) -> new Doctor(accounts, context.clock()).look());
    }

    private void publish(String name, ControlVerb verb) {
        published.add(context.registry().publish(ControlVerb.class, name, verb));
    }

    @Override
    public boolean changed() {
        return true;
    }

    private static String account(Map<String, Object> arguments) {
        String account = String.valueOf(arguments.getOrDefault("account", "")).strip();
        return account.isEmpty() ? "weixin" : account.startsWith("weixin") ? account : "weixin." + account;
    }

    private Logins logins() {
        return accounts.logins()
                .orElseThrow(() ->
                        new GatewayException(KernelError.BUSY, Words.ofMachine().say("login.stopped")));
    }

    private Object login(Map<String, Object> arguments, ControlVerb.Progress progress) {
        String account = account(arguments);
        Login login = logins().begin(account);
        Login.View view = login.view();
        try {
            boolean listening = progress.show(row(account, view));
            while (listening && !view.ended()) {
                view = login.after(view.number(), STILL_HERE);
                listening = progress.show(row(account, view));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        return row(account, view);
    }

    private Object code(Map<String, Object> arguments) {
        String account = account(arguments);
        Login login = logins().current(account)
                .orElseThrow(() -> new GatewayException(
                        KernelError.NOT_FOUND, Words.ofMachine().say("login.none")));
        login.verify(String.valueOf(arguments.getOrDefault("code", "")));
        return row(account, login.view());
    }

    private Map<String, Object> row(String account, Login.View view) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("account", account);
        row.put("number", view.number());
        row.put("status", view.status());
        row.put("url", view.url());
        row.put("message", view.message());
        row.put("ended", view.ended());
        row.put("worked", view.worked());
        row.put(
                "configured",
                context.control().platforms().stream().map(Rows.Platform::id).anyMatch(account::equals));
        return row;
    }

    @Override
    public void close() {
        accounts.logins().ifPresent(Logins::close);
        accounts.serve(null);
        published.forEach(Registration::close);
        published.clear();
    }
}
