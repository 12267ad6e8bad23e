package io.hermesgateway.qqbot.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.qqbot.Samples;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ClicksTest {
    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private Rig qq;
    private Clicks clicks;

    @BeforeEach
    void begin() {
        qq = new Rig(folder);
        qq.when("PUT *", call -> {
            told.add(call.path() + " " + call.body().path("code").asInt());
            return Rig.json(200, "{}");
        });
        clicks = new Clicks(qq.context, qq.api, new Clicks.Aftermath() {
            @Override
            public void opened(Click click, Place place) {
                told.add("opened " + place.text());
            }

            @Override
            public void explain(Click click, Place place, AnswerResult result) {
                told.add("explained " + result.words());
            }
        });
    }

    private static Click click(String id, String data) {
        return new Click(id, "I:1", Place.c2c("ann"), "ann", true, data);
    }

    @Test
    void rule17AnAppliedAnswerIsToldAsZero() {
        qq.context.desk(answer -> new AnswerResult.Decided(Samples.approval("a1"), "ok"));
        clicks.pressed(click("i1", "a1:always"));
        assertEquals(List.of("opened c2c/ann", "/interactions/i1 0"), told);
        assertEquals(Choice.ALWAYS, qq.context.answers().get(0).choice());
        assertEquals("ann", qq.context.answers().get(0).by().userId());
        assertEquals("a1", qq.context.answers().get(0).approvalId());
        assertEquals("button", qq.context.answers().get(0).via());
    }

    @Test
    void rule17TheTruthIsToldInNumbersAndInWords() {
        qq.context.desk(answer -> new AnswerResult.NotAllowed("not yours"));
        clicks.pressed(click("i1", "a1:once"));
        qq.context.desk(answer -> new AnswerResult.Already(Samples.approval("a1"), "it was denied"));
        clicks.pressed(click("i2", "a1:once"));
        qq.context.desk(answer -> new AnswerResult.Unknown("unknown"));
        clicks.pressed(click("i3", "a1:once"));
        qq.context.away(true);
        clicks.pressed(click("i4", "a1:once"));
        told.removeIf(each -> each.startsWith("opened"));
        assertEquals(
                List.of(
                        "/interactions/i1 4",
                        "explained not yours",
                        "/interactions/i2 3",
                        "explained it was denied",
                        "/interactions/i3 3",
                        "explained unknown",
                        "/interactions/i4 1",
                        "explained Please try again in a moment."),
                told);
    }

    @Test
    void rule17SomethingIsToldInTimeAlsoWhenTheDeskHangs() {
        qq.context.desk(answer -> {
            qq.tasks.advance(Duration.ofSeconds(2));
            return new AnswerResult.Decided(Samples.approval("a1"), "approved after all");
        });
        clicks.pressed(click("i1", "a1:once"));
        assertEquals(List.of("opened c2c/ann", "/interactions/i1 1", "explained approved after all"), told);
    }

    @Test
    void rule21ThePressThatComesAgainIsAnsweredAgainAndDecidesNothing() {
        qq.context.desk(answer -> new AnswerResult.Decided(Samples.approval("a1"), "ok"));
        clicks.pressed(click("i1", "a1:once"));
        clicks.pressed(click("i1", "a1:once"));
        assertEquals(1, qq.context.answers().size());
        assertEquals(List.of("opened c2c/ann", "/interactions/i1 0", "/interactions/i1 0"), told);
    }

    @Test
    void rule21WhatCouldNotBeKeptMayComeAgain() {
        qq.context.away(true);
        clicks.pressed(click("i1", "a1:once"));
        qq.context.away(false);
        qq.context.desk(answer -> new AnswerResult.Decided(Samples.approval("a1"), "ok"));
        clicks.pressed(click("i1", "a1:once"));
        assertEquals("/interactions/i1 0", told.get(told.size() - 1));
    }

    @Test
    void aPressThatIsNoneOfOursIsAnsweredAndReachesNobody() {
        clicks.pressed(click("i1", "somebody else's"));
        clicks.pressed(new Click("i2", "I:2", Place.c2c("ann"), "ann", false, ""));
        clicks.pressed(new Click("i3", "I:3", Place.c2c("ann"), "", true, "a1:once"));
        assertEquals(List.of("/interactions/i1 3", "/interactions/i2 0", "/interactions/i3 3"), told);
        assertEquals(List.of(), qq.context.answers());
    }

    @Test
    void anAnswerToAPressIsToldAgainWhenTheirSideFails() {
        qq.when("PUT /interactions/i1", List.of(Rig.json(502, "{}"), Rig.json(200, "{}")));
        qq.context.desk(answer -> new AnswerResult.Decided(Samples.approval("a1"), "ok"));
        clicks.pressed(click("i1", "a1:once"));
        assertEquals(2, qq.calls("PUT /interactions/i1").size());
    }
}
