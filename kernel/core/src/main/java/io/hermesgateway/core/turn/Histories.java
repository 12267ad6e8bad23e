package io.hermesgateway.core.turn;

import io.hermesgateway.spi.agent.TranscriptLine;
import java.util.List;

/** Transcripts of sessions, always current. */
public interface Histories {
    /** The last lines, oldest first. */
    List<TranscriptLine> transcript(String sessionId, int atMost);
}
