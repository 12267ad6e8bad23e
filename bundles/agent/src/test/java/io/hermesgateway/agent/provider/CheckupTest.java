package io.hermesgateway.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.agent.wire.ModelClient;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.PoolTasks;
import io.hermesgateway.testkit.model.FakeProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class CheckupTest {
    private final FakeProvider provider = new FakeProvider((asked, out) -> out.says("OK"));
    private final ModelClient client = new ModelClient(new ManualClock(), new PoolTasks());
    private final Map<String, Object> values = new HashMap<>(
            Map.of("model.base_url", provider.base(), "model.api_key", "sk-secret-1234", "model.default", "m"));

    @AfterEach
    void close() {
        client.close();
        provider.close();
    }

    @SuppressWarnings("unchecked")
    private List<Rows.Check> rows() {
        Checkup checkup = new Checkup(() -> new MapSettings(values), client);
        return (List<Rows.Check>)
                java.util.Objects.requireNonNull(checkup.call(new Caller("ann", "test"), Map.of(), item -> true));
    }

    @Test
    void asksTheModelAndSaysWhereItsKeyComesFrom() {
        Rows.Check row = rows().get(0);
        assertEquals("ok", row.state());
        assertTrue(row.detail().contains("••••1234 from test"), row.detail());
        assertTrue(!row.detail().contains("secret"), row.detail());
    }

    @Test
    void saysWhatToDoAboutARefusal() {
        provider.script((asked, out) -> out.json(401, "{\"error\":{\"message\":\"Invalid Token\"}}"));
        assertEquals(
                "Put a valid key where it comes from now: test.", rows().get(0).fix());
        provider.script((asked, out) -> out.json(402, "{}"));
        assertEquals("fail", rows().get(0).state());
        assertTrue(String.valueOf(rows().get(0).fix()).contains("Top up"));
    }

    @Test
    void saysWhatIsWrongWithTheConfiguration() {
        values.put("fallback_providers", List.of("nobody"));
        List<Rows.Check> rows = rows();
        assertEquals(List.of("fail", "ok"), rows.stream().map(Rows.Check::state).toList());
        values.clear();
        assertEquals("skipped", rows().get(0).state());
        values.put("model.provider", "nobody");
        assertEquals("Change model.provider; it applies at once.", rows().get(0).fix());
    }
}
