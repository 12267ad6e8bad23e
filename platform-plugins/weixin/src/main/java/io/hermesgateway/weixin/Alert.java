package io.hermesgateway.weixin;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.weixin.login.Login;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person on another platform, in its home channel: this one can say nothing just now. */
final class Alert {
    private static final Logger LOG = LoggerFactory.getLogger(Alert.class);
    private static final Caller CALLER = new Caller("gateway", "weixin");
    private static final Duration FOR_A_CODE = Duration.ofSeconds(15);
    private static final Duration FOR_EVIDENCE = Duration.ofSeconds(10);

    private final ServiceContext context;
    private final Optional<Logins> logins;

    Alert(ServiceContext context, Optional<Logins> logins) {
        this.context = context;
        this.logins = logins;
    }

    void needsLogin(String platformId) {
        List<Rows.Platform> others = context.control().platforms().stream()
                .filter(row -> !row.id().equals(platformId) && works(row))
                .toList();
        if (others.isEmpty()) {
            LOG.warn("{} needs a login, and there is no other platform to say so on", platformId);
            return;
        }
        String words = words(platformId);
        boolean told = others.stream().anyMatch(row -> tell(row.id(), words));
        LOG.warn("{} needs a login; {}", platformId, told ? "a person was told" : "no home channel could be told");
    }

    private static boolean works(Rows.Platform row) {
        return row.state().equals("online") || row.state().equals("degraded");
    }

    /** The link is made for this message: whoever opens it on a phone soon enough is done. */
    private String words(String platformId) {
        Words words = Words.ofMachine();
        String url = logins.map(desk -> desk.begin(platformId))
                .map(login -> firstUrl(login))
                .orElse("");
        return url.isEmpty() ? words.say("alert", platformId) : words.say("alert.link", platformId, url);
    }

    private static String firstUrl(Login login) {
        try {
            Login.View view = login.view();
            for (int i = 0; i < 3 && view.url().isEmpty() && !view.ended(); i++) {
                view = login.after(view.number(), FOR_A_CODE);
            }
            return view.url();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private boolean tell(String platform, String words) {
        try {
            context.control().send(CALLER, platform, words, FOR_EVIDENCE);
            return true;
        } catch (GatewayException noHome) {
            LOG.debug("{} has no home channel", platform, noHome);
            return false;
        }
    }
}
