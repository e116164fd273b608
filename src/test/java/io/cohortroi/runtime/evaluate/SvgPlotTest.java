package io.cohortroi.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgPlotTest {

    @Test
    void shouldDrawEverySeriesOnce() throws Exception {
        Document svg = parse(SvgPlot.of("Power & <error>")
                .x("slope")
                .y("share")
                .line("weighted", new double[] {0, 1, 2}, new double[] {0.05, 0.5, 0.9})
                .step("rival", new double[] {0, 1, 2}, new double[] {0.1, 0.2, 0.3})
                .points("seen", new double[] {0.5}, new double[] {0.4})
                .bars("count", new double[] {0, 1, 2}, new double[] {0.1, 0.2, 0.3})
                .level("5 %", 0.05)
                .mark("step", 1)
                .toSvg());

        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(4);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Power & <error>");
        assertThat(texts(svg)).contains("weighted", "rival", "seen", "count", "5 %", "step", "slope", "share");
    }

    @Test
    void shouldPlaceValuesProportionally() throws Exception {
        Document svg = parse(SvgPlot.of("t")
                .points("p", new double[] {0, 5, 10}, new double[] {0, 50, 100})
                .xFrom(0, 10)
                .yFrom(0, 100)
                .toSvg());

        // The area is 76..736 across and 398..52 down.
        assertThat(attribute(svg, "circle", 0, "cx")).isEqualTo("76.0");
        assertThat(attribute(svg, "circle", 1, "cx")).isEqualTo("406.0");
        assertThat(attribute(svg, "circle", 2, "cx")).isEqualTo("736.0");
        assertThat(attribute(svg, "circle", 0, "cy")).isEqualTo("398.0");
        assertThat(attribute(svg, "circle", 1, "cy")).isEqualTo("225.0");
        assertThat(attribute(svg, "circle", 2, "cy")).isEqualTo("52.0");
    }

    @Test
    void shouldPlaceDecadesEvenlyOnLogAxis() throws Exception {
        Document svg = parse(SvgPlot.of("t")
                .logX()
                .points("p", new double[] {1, 100, 10_000}, new double[] {1, 2, 3})
                .toSvg());

        assertThat(attribute(svg, "circle", 1, "cx")).isEqualTo("406.0");
        assertThat(texts(svg)).contains("1", "10", "100", "1000", "10000");
    }

    @Test
    void shouldBreakLineWhereThereIsNoValue() {
        String svg = SvgPlot.of("t")
                .logY()
                .line("l", new double[] {0, 1, 2, 3, 4}, new double[] {1, 2, 0, Double.NaN, 3})
                .toSvg();

        assertThat(svg.substring(svg.indexOf("<path"), svg.indexOf("fill=\"none\"")))
                .containsOnlyOnce("L")
                .contains("M", "M");
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void shouldDrawAnEmptyPlot() throws Exception {
        assertThat(texts(parse(SvgPlot.of("nothing")
                        .line("l", new double[0], new double[0])
                        .toSvg())))
                .contains("nothing", "l");
    }

    @Test
    void shouldRefuseSeriesOfDifferentLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SvgPlot.of("t").line("l", new double[1], new double[2]))
                .withMessage("series l has 1 x and 2 y");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static String attribute(Document svg, String tag, int index, String name) {
        return ((Element) svg.getElementsByTagName(tag).item(index)).getAttribute(name);
    }

    private static List<String> texts(Document svg) {
        NodeList nodes = svg.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
