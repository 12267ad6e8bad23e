package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.api.access.Masks;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.httpkit.Exchange;
import io.hermesgateway.httpkit.StrictJson;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Setting;
import java.time.InstantSource;

/** What every part of the API works with. */
public final class ApiParts {
    private final ServiceContext context;
    private final Slots slots;
    private final Masks masks;
    private final Repeats repeats;
    private final KeptPictures pictures;
    private volatile boolean leaving;
    private final StrictJson json = new StrictJson();

    public ApiParts(ServiceContext context) {
        this.context = context;
        this.repeats = new Repeats(context.clock());
        this.pictures = new KeptPictures(context.folder().resolve("pictures"));
        this.masks = new Masks(context.registry());
        this.slots = new Slots(() -> setting(ApiSettings.MAX_CONCURRENT_RUNS));
    }

    public ServiceContext context() {
        return context;
    }

    /** Reads bodies. */
    public StrictJson json() {
        return json;
    }

    /** Writes JSON. */
    public ObjectMapper mapper() {
        return json.mapper();
    }

    /** Masks credentials. */
    public Masks masks() {
        return masks;
    }

    /** The way out of every answer that is not a stream: credentials stay here. */
    public void answer(Exchange exchange, int status, JsonNode content) {
        exchange.json(status, mapper(), masks.tree(content));
    }

    /** How many turns may run at once, over all endpoints. */
    public Slots slots() {
        return slots;
    }

    /** From now on a stream that ends is ended by us: its turn goes on, here or after the restart. */
    public void leave() {
        leaving = true;
    }

    public boolean leaving() {
        return leaving;
    }

    /** Pictures of sessions that the gateway remembers. */
    public KeptPictures pictures() {
        return pictures;
    }

    /** Requests that come twice. */
    public Repeats repeats() {
        return repeats;
    }

    /** A setting as it is now. */
    public <T> T setting(Setting<T> setting) {
        return context.settings(ApiSettings.SPEC.section()).get(setting);
    }

    public InstantSource clock() {
        return context.clock();
    }

    public Tasks tasks() {
        return context.tasks();
    }

    public Registry registry() {
        return context.registry();
    }

    /** The words of an error without credentials. */
    public String redacted(String text) {
        return masks.error(text);
    }

    /** A fresh id: the prefix and so many hexadecimal digits. */
    public String id(String prefix, int digits) {
        Ids ids = context.ids();
        String digitsThere = ids.next();
        return prefix + digitsThere.substring(0, Math.min(digits, digitsThere.length()));
    }

    /** The time as OpenAI writes it. */
    public long seconds() {
        return clock().instant().getEpochSecond();
    }
}
