package io.cohortroi.runtime.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * The page's files, read from the class path once. Only the files named in {@code web/files.txt}, the chart library and
 * the runbook pages of the alert rules exist, so no path is ever built from what a request says.
 */
final class WebAssets {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml; charset=utf-8",
            "md", "text/markdown; charset=utf-8");

    private static final class Asset {
        private final byte[] bytes;
        private final String type;
        private final String tag;

        Asset(byte[] bytes, String type, String tag) {
            this.bytes = bytes;
            this.type = type;
            this.tag = tag;
        }
    }

    private final Map<String, Asset> assets = new HashMap<>();

    WebAssets() {
        String files = new String(read("/web/files.txt"), StandardCharsets.UTF_8);
        files.lines().filter(name -> !name.isBlank()).forEach(name -> put(name, "/web/" + name));
        String uplot = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/";
        put("vendor/uplot.js", uplot + "uPlot.esm.js");
        put("vendor/uplot.css", uplot + "uPlot.min.css");
        for (String rule : AlertRoutes.RULES) {
            String page = "runbook/" + rule + ".md";
            if (WebAssets.class.getResource("/web/" + page) != null) {
                put(page, "/web/" + page);
            }
        }
    }

    void send(Context context, String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw ApiException.notFound("There is no such page.");
        }
        context.header("ETag", asset.tag);
        if (asset.tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(asset.type).result(asset.bytes);
    }

    private void put(String name, String resource) {
        byte[] bytes = read(resource);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("web/files.txt names " + name + ", whose type is not known");
        }
        assets.put(name, new Asset(bytes, type, tag(bytes)));
    }

    private static String uplotVersion() {
        Properties properties = new Properties();
        try (InputStream in =
                WebAssets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("the chart library uplot is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static byte[] read(String resource) {
        try (InputStream in = WebAssets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
