package io.hermesgateway.tools.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.call.SimpleTool;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the tools of this package have in common: a path, and words about files. */
abstract class FileTool extends SimpleTool {
    private final Reach reach;

    FileTool(ObjectMapper json, Reach reach) {
        super(json);
        this.reach = reach;
    }

    final Reach reach() {
        return reach;
    }

    /** The file of the argument {@code path}. */
    final Path file(Arguments arguments, ToolScope scope) throws Unusable {
        String path = arguments.text("path", "");
        if (path.isBlank()) {
            throw new Unusable("`path` is missing.");
        }
        return reach.resolve(path, scope);
    }

    @Override
    protected final String words(IOException trouble) {
        if (trouble instanceof NoSuchFileException missing) {
            return "There is no file " + missing.getFile() + ".";
        }
        return trouble instanceof AccessDeniedException denied
                ? "The system does not allow it: " + denied.getFile()
                : super.words(trouble);
    }
}
