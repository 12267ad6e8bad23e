package io.hermesgateway.itest.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds, after a full collection.
 *
 * @param metaspace in KB
 */
record Holdings(long loaders, long threads, long files, long metaspace) {
    private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

    static Holdings of(long pid) throws IOException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        long loaders = jcmd(pid, "VM.classloader_stats")
                .lines()
                .filter(line -> line.contains("BundleWiringImpl$BundleClassLoader"))
                .count();
        Matcher metaspace = METASPACE.matcher(jcmd(pid, "GC.heap_info"));
        return new Holdings(
                loaders,
                entries(pid, "task"),
                entries(pid, "fd"),
                metaspace.find() ? Long.parseLong(metaspace.group(1)) : -1);
    }

    private static long entries(long pid, String kind) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), kind))) {
            return all.count();
        }
    }

    private static String jcmd(long pid, String what) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(tool, Long.toString(pid), what)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
