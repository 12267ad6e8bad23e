package io.hermesgateway.weixin;

import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.weixin.inbound.Health;
import io.hermesgateway.weixin.login.Credentials;
import io.hermesgateway.weixin.login.Login;
import io.hermesgateway.weixin.outbound.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How each account is, in words, and what helps. Where a login is needed the link for it is made. */
final class Doctor {
    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final Duration FOR_A_CODE = Duration.ofSeconds(10);
    private static final int PEOPLE = 20;

    private final Accounts accounts;
    private final InstantSource clock;
    private final Words words = Words.ofMachine();

    Doctor(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    List<Rows.Check> look() {
        List<Rows.Check> checks = new ArrayList<>();
        accounts.all().forEach(account -> look(account, checks));
        return checks.isEmpty()
                ? List.of(new Rows.Check("weixin", words.say("doctor.title"), "skipped", words.say("doctor.off"), null))
                : List.copyOf(checks);
    }

    private void look(WeixinPlatform account, List<Rows.Check> checks) {
        String id = account.context().platformId();
        Health health = account.health();
        boolean login = health.state() == PlatformState.NEEDS_LOGIN;
        checks.add(token(account, id, login));
        checks.add(poll(id, health, login));
        checks.add(check(id, "cursor", "ok", age(health.cursorMoved()), null));
        checks.add(check(id, "windows", "ok", windows(account), null));
        String trouble = health.lastTrouble();
        boolean now = health.state() != PlatformState.ONLINE;
        checks.add(check(
                id,
                "error",
                trouble.isEmpty() || !now ? "ok" : "warn",
                trouble.isEmpty() ? words.say("doctor.none") : trouble,
                null));
    }

    private Rows.Check token(WeixinPlatform account, String id, boolean login) {
        String bot = Credentials.of(
                        account.context().settings(), account.context().folder())
                .map(Credentials::bot)
                .orElse("");
        String detail = bot.isEmpty() ? words.say("doctor.notoken") : bot;
        return login
                ? check(id, "token", "fail", detail, words.say("doctor.login", url(id)))
                : check(id, "token", "ok", detail, null);
    }

    private String url(String id) {
        Login login = accounts.logins().map(logins -> logins.begin(id)).orElse(null);
        if (login == null) {
            return "";
        }
        try {
            Login.View view = login.view();
            return view.url().isEmpty() ? login.after(view.number(), FOR_A_CODE).url() : view.url();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Rows.Check poll(String id, Health health, boolean login) {
        Instant last = health.lastPoll();
        boolean quiet = last == null || last.plus(QUIET).isBefore(clock.instant());
        boolean well = health.state() == PlatformState.ONLINE;
        String state = login ? "fail" : well && !(quiet && last != null) ? "ok" : "warn";
        return check(id, "poll", state, age(last) + " (" + health.state().word() + ")", null);
    }

    private String windows(WeixinPlatform account) {
        Instant now = clock.instant();
        List<String> people =
                account.session().map(session -> session.windows.people()).orElse(List.of());
        String each = people.stream()
                .skip(Math.max(0, people.size() - PEOPLE))
                .map(user -> user + ": "
                        + account.session()
                                .map(session -> session.windows.of(user).left(now))
                                .orElse(0)
                        + "/" + Window.MOST)
                .collect(Collectors.joining(", "));
        return each.isEmpty() ? words.say("doctor.nobody") : each;
    }

    private String age(@Nullable Instant at) {
        return at == null
                ? words.say("doctor.never")
                : words.say(
                        "doctor.ago",
                        Math.max(0, Duration.between(at, clock.instant()).toSeconds()));
    }

    private Rows.Check check(String id, String what, String state, String detail, @Nullable String fix) {
        return new Rows.Check(id + "." + what, id + ": " + words.say("doctor." + what), state, detail, fix);
    }
}
