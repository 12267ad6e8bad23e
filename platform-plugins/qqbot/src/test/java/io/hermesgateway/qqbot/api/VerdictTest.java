package io.hermesgateway.qqbot.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.spi.message.Conversation;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "200,0,OK",
        "204,0,OK",
        "401,11244,TOKEN",
        "401,11298,ADDRESS",
        "400,40034024,HANDLE_GONE",
        "400,40034025,HANDLE_GONE",
        "200,22009,LIMIT",
        "400,40054005,DUPLICATE",
        "400,40034102,NOT_ACTIVE",
        "400,304057,NO_KEYBOARD",
        "400,40034090,NO_MARKDOWN",
        "429,0,BUSY",
        "500,0,BROKEN",
        "502,0,BROKEN",
        "202,304023,AUDIT",
        "403,11265,BANNED",
        "400,12345,REFUSED",
        "401,0,TOKEN"
    })
    void knowsWhatACodeMeans(int status, int code, Verdict verdict) {
        assertEquals(verdict, Verdict.of(status, code, 0, ""));
    }

    @Test
    void rule04AMissingAddressIsFoundInEitherCode() {
        Reply reply = Rig.json(401, "{'code':11298,'err_code':40023002,'message':'no'}");
        assertEquals(Verdict.ADDRESS, reply.verdict());
        assertEquals(Verdict.ADDRESS, Verdict.of(401, 1, 40023002, ""));
    }

    @Test
    void understandsWhatIsSaidOnlyInWords() {
        assertEquals(Verdict.HANDLE_GONE, Verdict.of(400, 99, 0, "回复消息msg_id已过期"));
        assertEquals(Verdict.LIMIT, Verdict.of(500, 0, 0, "reply msg exceed limit"));
        assertEquals(Verdict.DUPLICATE, Verdict.of(400, 0, 0, "消息被去重，请检查请求msgseq"));
    }

    @Test
    void rule33WordsNameTheTrace() {
        assertTrue(Rig.trouble(400, 7).words().contains("trace-1"));
    }

    @ParameterizedTest
    @EnumSource(Place.Scope.class)
    void rule16APlaceIsTheSameOnItsWayToTheKernelAndBack(Place.Scope scope) {
        Place place = new Place(scope, "A37B/46:x");
        Conversation conversation = place.conversation("qqbot.two");
        assertEquals(Optional.of(place), Place.of(conversation));
        assertEquals(place, Place.parse(place.text()));
        assertEquals("qqbot.two", conversation.platform());
    }
}
