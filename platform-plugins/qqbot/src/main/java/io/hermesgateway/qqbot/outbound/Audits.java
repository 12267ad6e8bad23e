package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.platform.PlatformContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which deliveries QQ's examiners have; kept, for they may take their time. */
final class Audits {
    private static final String NAME = "audits";
    private static final int MOST = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PlatformContext context;
    private final Map<String, String> deliveries = new LinkedHashMap<>();

    Audits(PlatformContext context) {
        this.context = context;
        context.cursor(NAME).ifPresent(this::read);
    }

    private void read(String text) {
        try {
            JSON.readTree(text)
                    .properties()
                    .forEach(each ->
                            deliveries.put(each.getKey(), each.getValue().asText()));
        } catch (JsonProcessingException unreadable) {
            deliveries.clear();
        }
    }

    synchronized void wait(String auditId, String deliveryId) {
        deliveries.put(auditId, deliveryId);
        while (deliveries.size() > MOST) {
            deliveries.remove(deliveries.keySet().iterator().next());
        }
        save();
    }

    synchronized void decided(String auditId, boolean passed, String messageId) {
        String delivery = deliveries.remove(auditId);
        if (delivery != null) {
            context.settled(
                    delivery,
                    passed
                            ? new SendResult.Sent(messageId)
                            : new SendResult.Refused(
                                    KernelError.REFUSED_BY_PLATFORM, "QQ's examiners refused the message"));
            save();
        }
    }

    private void save() {
        ObjectNode all = JSON.createObjectNode();
        deliveries.forEach(all::put);
        context.saveCursor(NAME, all.toString());
    }
}
