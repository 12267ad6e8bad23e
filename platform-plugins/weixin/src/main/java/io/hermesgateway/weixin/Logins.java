package io.hermesgateway.weixin;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.weixin.login.Credentials;
import io.hermesgateway.weixin.login.Login;
import io.hermesgateway.weixin.login.LoginFolder;
import io.hermesgateway.weixin.wire.LoginApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins under way, one for each account at most. */
final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final Caller CALLER = new Caller("gateway", "weixin");

    private final Accounts accounts;
    private final ServiceContext context;
    private final Map<String, Login> underWay = new ConcurrentHashMap<>();

    Logins(Accounts accounts, ServiceContext context) {
        this.accounts = accounts;
        this.context = context;
    }

    /** Begins one, or joins the one that is under way. */
    Login begin(String platformId) {
        return underWay.compute(platformId, (id, before) -> {
            if (before != null && !before.view().ended()) {
                return before;
            }
            Login login = make(id);
            context.tasks().run("weixin-login", login::run);
            return login;
        });
    }

    Optional<Login> current(String platformId) {
        return Optional.ofNullable(underWay.get(platformId))
                .filter(login -> !login.view().ended());
    }

    private Login make(String platformId) {
        Settings settings = accounts.find(platformId)
                .map(account -> account.context().settings())
                .orElseGet(() -> context.settings(WeixinSettings.SECTION));
        LoginFolder folder = new LoginFolder(context.home(), platformId, context.clock());
        List<String> known = Credentials.of(settings, folder.path())
                .map(credentials -> List.of(credentials.token().reveal()))
                .orElse(List.of());
        return new Login(
                new LoginApi(accounts.line(settings), context.ids()),
                settings.get(WeixinSettings.LOGIN_BASE_URL),
                known,
                context.clock(),
                Words.ofMachine(),
                new Login.Done() {
                    @Override
                    public void loggedIn(Credentials credentials) {
                        Logins.this.loggedIn(folder, settings, credentials);
                    }

                    @Override
                    public void kept() {
                        openAnew(platformId);
                    }
                });
    }

    private void loggedIn(LoginFolder folder, Settings settings, Credentials credentials) {
        folder.keep(credentials, settings);
        List<String> replaced = folder.retireOthersOf(credentials.user());
        replaced.forEach(this::openAnew);
        openAnew(folder.platformId());
    }

    /** The account takes what is there now; one that is not configured yet has nothing to open. */
    void openAnew(String platformId) {
        boolean there =
                context.control().platforms().stream().map(Rows.Platform::id).anyMatch(platformId::equals);
        if (!there) {
            return;
        }
        try {
            context.control().platform(CALLER, platformId, "restart");
        } catch (GatewayException gone) {
            LOG.info("{} is not there any more", platformId, gone);
        }
    }

    void close() {
        underWay.values().forEach(Login::stop);
    }
}
