package io.hermesgateway.weixin.outbound;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.weixin.Words;
import io.hermesgateway.weixin.media.Downloads;
import io.hermesgateway.weixin.media.Uploads;
import io.hermesgateway.weixin.outbound.Plan.Step;
import io.hermesgateway.weixin.wire.Wire;
import io.hermesgateway.weixin.wire.Wire.ItemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sends deliveries: makes messages of each, and goes on where it was interrupted. */
public final class Outgoing {
    private final Posting posting;
    private final Progress progress;
    private final Windows windows;
    private final Uploads uploads;
    private final Phrases phrases = new Phrases();
    private final Words words = Words.ofMachine();

    public Outgoing(Posting posting, Windows windows, Uploads uploads) {
        this.posting = posting;
        this.progress = new Progress(posting.context());
        this.windows = windows;
        this.uploads = uploads;
    }

    public SendResult send(Delivery delivery) {
        Body body = delivery.body();
        String text = phrases.text(body);
        Progress.Begun begun = progress.of(delivery.id()).orElseGet(() -> first(delivery, text));
        SendResult result = send(delivery, begun.plan().steps(body, text, phrases), begun);
        boolean asPieces = begun.plan() == Plan.FILE || begun.plan() == Plan.BARE_FILE;
        if (asPieces && result instanceof SendResult.Refused) {
            Progress.Begun instead = new Progress.Begun(Plan.PIECES, 0);
            progress.keep(delivery.id(), instead);
            return send(delivery, Plan.PIECES.steps(body, text, phrases), instead);
        }
        return result;
    }

    private Progress.Begun first(Delivery delivery, String text) {
        int left = windows.of(delivery.to().chatId())
                .left(posting.context().clock().instant());
        return new Progress.Begun(Plan.of(delivery.body(), text, left), 0);
    }

    private SendResult send(Delivery delivery, List<Step> steps, Progress.Begun begun) {
        SendResult last = new SendResult.Sent("");
        for (int i = begun.arrived(); i < steps.size(); i++) {
            last = step(delivery, i, steps.get(i));
            boolean sent = last instanceof SendResult.Sent;
            if (steps.size() > 1 && sent) {
                progress.keep(delivery.id(), new Progress.Begun(begun.plan(), i + 1));
            }
            if (!sent) {
                return last;
            }
        }
        progress.done(delivery.id());
        return last;
    }

    private SendResult step(Delivery delivery, int number, Step step) {
        String content = step.content();
        Attachment file = step.file();
        if (content != null) {
            return bring(delivery, number, ItemType.FILE, step.text(), content.getBytes(StandardCharsets.UTF_8));
        }
        if (file == null) {
            return posting.post(delivery, number, Wire.textItem(step.text()), step.text());
        }
        Path path = Path.of(file.location());
        try {
            if (Files.size(path) > Downloads.MOST) {
                return refused(delivery, number, KernelError.TOO_LARGE, file.name(), words.say("file.large"));
            }
            return bring(delivery, number, type(file), file.name(), Files.readAllBytes(path));
        } catch (IOException gone) {
            return refused(delivery, number, KernelError.NOT_FOUND, file.name(), words.say("file.gone"));
        }
    }

    private static ItemType type(Attachment file) {
        return switch (file.kind()) {
            case "image" -> ItemType.IMAGE;
            case "video" -> ItemType.VIDEO;
            default -> ItemType.FILE;
        };
    }

    private SendResult bring(Delivery delivery, int number, ItemType type, String name, byte[] bytes) {
        String user = delivery.to().chatId();
        if (!windows.of(user).known() && !posting.options().sendWithoutContext()) {
            return new SendResult.Parked(words.say("parked.no_context"));
        }
        Uploads.Result result = uploads.item(user, type, name, bytes);
        if (result instanceof Uploads.Result.Ready ready) {
            return posting.post(delivery, number, ready.item(), "[" + name + "]");
        }
        if (result instanceof Uploads.Result.Later later) {
            return new SendResult.Later(Duration.ZERO, later.why());
        }
        if (result instanceof Uploads.Result.NoSession) {
            return posting.noSession(delivery.to());
        }
        String why = ((Uploads.Result.Refused) result).why();
        return refused(delivery, number, KernelError.REFUSED_BY_PLATFORM, name, why);
    }

    /** The person is told in words that a file was meant to come; a text that became one is sent as text instead. */
    private SendResult refused(Delivery delivery, int number, KernelError code, String name, String why) {
        if (delivery.body() instanceof Body.Media && number == 0) {
            String notice = Words.like(name).say("file.notice", name);
            SendResult said = posting.post(delivery, number, Wire.textItem(notice), notice);
            return said instanceof SendResult.Sent ? new SendResult.Refused(code, why) : said;
        }
        return new SendResult.Refused(code, why);
    }
}
