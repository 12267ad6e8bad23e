package io.hermesgateway.tools.web;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** A page as text: headings, lists, links and code keep their marks, everything that is only decoration goes. */
final class PageText {
    private static final String DECORATION =
            "script,style,noscript,template,svg,canvas,iframe,nav,header,footer,aside,form,button,[hidden],[aria-hidden=true]";

    private PageText() {}

    static String of(Document page) {
        page.select(DECORATION).remove();
        Element main = page.selectFirst("main,article,[role=main]");
        Element body = main != null && main.text().length() > 200 ? main : page.body();
        Writer writer = new Writer();
        body.traverse(writer);
        String title = page.title().isBlank() ? "" : "# " + page.title().strip() + "\n\n";
        return title + writer.text();
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();

        String text() {
            return out.toString()
                    .replaceAll("[ \\t]+\n", "\n")
                    .replaceAll("\n{3,}", "\n\n")
                    .strip();
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                boolean code = node.parent() instanceof Element parent && parent.closest("pre") != null;
                append(code ? words.getWholeText() : words.text(), code);
            } else if (node instanceof Element element) {
                begin(element);
            }
        }

        private void append(String words, boolean code) {
            boolean fresh = out.length() == 0 || out.charAt(out.length() - 1) == '\n';
            out.append(fresh && !code ? words.stripLeading() : words);
        }

        private void begin(Element element) {
            switch (element.normalName()) {
                case "h1", "h2", "h3", "h4", "h5", "h6" ->
                    out.append("\n\n")
                            .append("#".repeat(element.normalName().charAt(1) - '0'))
                            .append(' ');
                case "li" -> out.append("\n- ");
                case "pre" -> out.append("\n\n```\n");
                case "td", "th" -> out.append(" | ");
                case "br" -> out.append('\n');
                default -> {
                    if (element.isBlock()) {
                        out.append("\n\n");
                    }
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (element.normalName().equals("a") && !element.absUrl("href").isEmpty()) {
                out.append(" <").append(element.absUrl("href")).append('>');
            } else if (element.normalName().equals("pre")) {
                out.append("\n```\n\n");
            } else if (element.isBlock() && !element.normalName().equals("li")) {
                out.append('\n');
            }
        }
    }
}
