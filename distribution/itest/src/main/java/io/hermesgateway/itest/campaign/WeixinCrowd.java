package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.simulators.weixin.WeixinSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** People who chat with a bot; every message has a mark that its answer must have once, or be in doubt. */
final class WeixinCrowd {
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private final WeixinSimulator far;
    private final String bot;
    private final List<Thread> people = new ArrayList<>();
    /** Who said what. */
    private final Map<String, String> said = new ConcurrentHashMap<>();

    private volatile boolean over;

    WeixinCrowd(WeixinSimulator far, String bot) {
        this.far = far;
        this.bot = bot;
    }

    void come(int count, long seed) {
        for (int i = 0; i < count; i++) {
            String user = "person" + i + "@im.wechat";
            Random random = new Random(seed + i);
            Thread person = new Thread(() -> chat(user, random), user);
            person.setDaemon(true);
            people.add(person);
            person.start();
        }
    }

    private void chat(String user, Random random) {
        for (int i = 0; !over; i++) {
            String mark = "mark-" + user.replace("@im.wechat", "") + "-" + i + ".";
            said.put(mark, user);
            far.say(bot, user, mark);
            boolean patient = random.nextInt(4) > 0;
            Await.within(patient ? A_WHILE : Duration.ofMillis(200), () -> over || answers(mark) > 0);
            Await.pause(Duration.ofMillis(random.nextInt(400)));
        }
    }

    void goHome() {
        over = true;
        for (Thread person : people) {
            try {
                person.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AssertionError(stopped);
            }
        }
    }

    int messages() {
        return said.size();
    }

    private long answers(String mark) {
        return far.said(said.getOrDefault(mark, "")).stream()
                .filter(text -> text.contains(mark))
                .count();
    }

    private static boolean doubtful(String mark, List<JsonNode> deliveries) {
        return deliveries.stream()
                .anyMatch(row -> row.path("state").asText().equals("uncertain")
                        && row.path("excerpt").asText().contains(mark));
    }

    private List<String> unanswered(List<JsonNode> deliveries) {
        return said.keySet().stream()
                .filter(mark -> answers(mark) == 0 && !doubtful(mark, deliveries))
                .sorted()
                .toList();
    }

    /** Whether all is said; who has used up a window says a word, as people do. */
    boolean settled(List<JsonNode> deliveries) {
        for (JsonNode row : deliveries) {
            if (row.path("state").asText().equals("parked")) {
                far.say(bot, row.at("/conversation/chat_id").asText(), "go on");
            }
        }
        Await.pause(Duration.ofSeconds(1));
        return unanswered(deliveries).isEmpty()
                && deliveries.stream()
                        .allMatch(row -> row.path("state").asText().equals("uncertain"));
    }

    List<String> lost(List<JsonNode> deliveries) {
        return unanswered(deliveries);
    }

    List<String> twice() {
        return said.keySet().stream().filter(mark -> answers(mark) > 1).sorted().toList();
    }

    long inDoubt(List<JsonNode> deliveries) {
        return said.keySet().stream().filter(mark -> doubtful(mark, deliveries)).count();
    }
}
