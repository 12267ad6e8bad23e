package io.hermesgateway.http;

import io.hermesgateway.http.HttpSettings.Pem;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate from two PEM files. Replaced files are taken for new connections; broken ones change nothing. */
final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    /** The key store never leaves the memory. */
    private static final String NO_PASSWORD = "";

    private final Pem files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private FileTime taken;

    Tls(Pem files) {
        this.files = files;
        try {
            taken = newest();
            use(context, read(NO_PASSWORD.toCharArray()));
        } catch (IOException | GeneralSecurityException unusable) {
            throw new GatewayException(KernelError.BAD_SETTING, words(unusable), unusable);
        }
    }

    SslContextFactory.Server context() {
        return context;
    }

    /** Says what is wrong with the files as they are now; empty when they are in use. */
    synchronized String look() {
        try {
            FileTime now = newest();
            if (!now.equals(taken)) {
                KeyStore fresh = read(NO_PASSWORD.toCharArray());
                context.reload(same -> use(same, fresh));
                taken = now;
                LOG.info("the certificate in {} is used from now on", files.cert());
            }
            return "";
        } catch (Exception unusable) {
            return words(unusable);
        }
    }

    private static void use(SslContextFactory target, KeyStore keys) {
        target.setKeyStore(keys);
        target.setKeyStorePassword(NO_PASSWORD);
    }

    private KeyStore read(char[] password) throws IOException, GeneralSecurityException {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(files.cert())))
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("there is no certificate in " + files.cert());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("gateway", key(files.key()), password, chain);
        return store;
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new GeneralSecurityException(
                    "there is no PRIVATE KEY in " + file + "; older forms become one by: openssl pkcs8 -topk8 -nodes");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                LOG.debug("the key in {} is not {}", file, kind, another);
            }
        }
        throw new GeneralSecurityException("the key in " + file + " is of a kind that is not known here");
    }

    private FileTime newest() throws IOException {
        FileTime cert = Files.getLastModifiedTime(files.cert());
        FileTime key = Files.getLastModifiedTime(files.key());
        return cert.compareTo(key) > 0 ? cert : key;
    }

    private String words(Exception unusable) {
        return "gateway.tls: " + files.cert() + " and " + files.key() + " cannot be used: " + unusable.getMessage();
    }
}
