package io.hermesgateway.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/** A QR code in characters, two rows in each line: dark on light, whatever the terminal's own colours are. */
final class QrDrawing {
    private static final int MARGIN = 2;
    private static final String DARK_ON_LIGHT = "\033[30;107m";
    private static final String PLAIN = "\033[0m";

    private QrDrawing() {}

    static List<String> lines(String text) {
        ByteMatrix code;
        try {
            code = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("no QR code holds so long a text", tooLong);
        }
        List<String> lines = new ArrayList<>();
        for (int y = -MARGIN; y < code.getHeight() + MARGIN; y += 2) {
            StringBuilder line = new StringBuilder(DARK_ON_LIGHT);
            for (int x = -MARGIN; x < code.getWidth() + MARGIN; x++) {
                line.append(character(dark(code, x, y), dark(code, x, y + 1)));
            }
            lines.add(line.append(PLAIN).toString());
        }
        return lines;
    }

    private static char character(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }

    private static boolean dark(ByteMatrix code, int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < code.getWidth() && y < code.getHeight();
        return inside && code.get(x, y) == 1;
    }
}
