package io.cohortroi.faults;

import io.cohortroi.runtime.connect.SinkProgress;
import io.cohortroi.runtime.streams.Lag;
import io.cohortroi.testing.BrokerProcess;
import io.cohortroi.topology.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;

/**
 * A broker, a line to it that can be cut, the program, a load, and a watch on the output, each on its own.
 *
 * <pre>{@code
 * try (FaultRig rig = FaultRig.start(folder, seed, 100, Map.of())) {
 *     rig.disturb(() -> rig.program().kill(), rig.program()::start);
 *     Verdict verdict = rig.end();
 * }
 * }</pre>
 */
final class FaultRig implements AutoCloseable {
    static final int PARTITIONS = 6;
    /** Half seconds in which nothing may be left to do: costs go round twice, once a second each time. */
    private static final int QUIET_POLLS = 16;

    private static final Duration SERVICE_LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final Random random;
    private final BrokerProcess broker;
    private final TcpProxy proxy;
    private final Load load;
    private final List<ApplicationProcess> programs = new ArrayList<>();
    private final List<Long> recoveriesMs = new ArrayList<>();
    private final Map<String, SmallDisk> disks = new TreeMap<>();
    private ServiceWatch watch;
    private Judge judge;

    private FaultRig(
            Path folder,
            long seed,
            int perSecond,
            Map<String, String> settings,
            int instances,
            Map<String, Integer> smallDisks) {
        this.folder = folder;
        this.random = new Random(seed);
        smallDisks.forEach((where, megabytes) -> disks.put(where, SmallDisk.mount(folder.resolve(where), megabytes)));
        int proxyPort = BrokerProcess.freePort();
        this.broker = BrokerProcess.behindProxy(folder.resolve("broker"), proxyPort);
        broker.start();
        this.proxy = TcpProxy.start(proxyPort, broker.proxiedPort());
        Map<String, String> all =
                new TreeMap<>(Map.of("bootstrap.servers", "127.0.0.1:" + proxyPort, "insights.interval.ms", "1000"));
        all.putAll(settings);
        for (int i = 0; i < instances; i++) {
            String[] more = i == 0 ? new String[0] : new String[] {"--no-sink"};
            programs.add(new ApplicationProcess(folder.resolve("program-" + i), all, "320m", more));
        }
        this.load = new Load(broker.bootstrap(), new Feed(seed), perSecond);
    }

    /**
     * @param perSecond records of the load
     * @param settings of the program
     * @param instances of the program; the first writes the files
     * @param smallDisks megabytes of the folders that are disks of their own
     */
    static FaultRig start(
            Path folder,
            long seed,
            int perSecond,
            Map<String, String> settings,
            int instances,
            Map<String, Integer> smallDisks) {
        FaultRig rig = new FaultRig(folder, seed, perSecond, settings, instances, smallDisks);
        try {
            rig.begin();
            return rig;
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    static FaultRig start(Path folder, long seed, int perSecond, Map<String, String> settings) {
        return start(folder, seed, perSecond, settings, 1, Map.of());
    }

    private void begin() {
        // The first start creates the topics; the catalogue has to be there before the first event is.
        program().start();
        awaitReady(program());
        load.send(Feed.catalogue());
        Awaitility.await()
                .atMost(SERVICE_LIMIT)
                .until(() -> ledgerCounts("workflows") >= 2 && ledgerCounts("cohorts") >= 2);
        programs.stream().skip(1).forEach(ApplicationProcess::start);
        watch = new ServiceWatch(broker.bootstrap(), load, PARTITIONS);
        load.start();
        watch.awaitService(System.nanoTime(), SERVICE_LIMIT, program()::isAlive);
    }

    private long ledgerCounts(String topic) {
        String ledger = program().get("/api/v1/ledger");
        java.util.regex.Matcher input = java.util.regex.Pattern.compile(
                        "\"topic\":\"" + topic + "\"[^}]*\"input\":(\\d+)")
                .matcher(ledger);
        return input.find() ? Long.parseLong(input.group(1)) : 0;
    }

    private void awaitReady(ApplicationProcess program) {
        Awaitility.await()
                .atMost(SERVICE_LIMIT)
                .failFast(() -> requireAlive(program))
                .until(() -> !program.get("/health/ready").isEmpty());
    }

    private static void requireAlive(ApplicationProcess program) {
        if (!program.isAlive() && !program.isMeantToBeGone()) {
            throw new AssertionError("the program ended by itself: " + program.tail());
        }
    }

    ApplicationProcess program() {
        return programs.get(0);
    }

    ApplicationProcess program(int index) {
        return programs.get(index);
    }

    BrokerProcess broker() {
        return broker;
    }

    TcpProxy proxy() {
        return proxy;
    }

    /** By its folder in the set-up. */
    SmallDisk disk(String where) {
        return disks.get(where);
    }

    /** Where the first instance keeps its state. */
    Path programState() {
        return folder.resolve("program-0").resolve("state");
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    int sent() {
        return load.count();
    }

    /** Does something bad and measures how long it takes until all partitions are in service again. */
    void disturb(Runnable fault, Runnable mend) {
        long since = System.nanoTime();
        fault.run();
        mend.run();
        recoveriesMs.add(watch.awaitService(since, SERVICE_LIMIT, this::allAlive));
    }

    /** Lets that much time pass under load. */
    void pause(int ms) {
        long until = System.nanoTime() + Duration.ofMillis(ms).toNanos();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofMinutes(5))
                .until(() -> System.nanoTime() - until >= 0);
    }

    private boolean allAlive() {
        return programs.stream().allMatch(program -> program.isAlive() || program.isMeantToBeGone());
    }

    List<Long> recoveriesMs() {
        return List.copyOf(recoveriesMs);
    }

    int mostRepeatedLogLine() {
        return programs.stream()
                .mapToInt(ApplicationProcess::mostRepeated)
                .max()
                .orElse(0);
    }

    /**
     * Ends the load, waits until nothing is left to do (I7), looks at what HTTP says (I6), stops the program in order and
     * judges what is there.
     */
    Verdict end() throws IOException {
        load.send(Feed.closing());
        load.finish();
        awaitQuiet();
        List<String> unsaid = new HttpCheck(program()).differences(load.sent());
        for (ApplicationProcess program : programs) {
            if (program.isAlive()) {
                int code = program.stop();
                if (code != 0 && code != 143) {
                    unsaid.add("the program ended with " + code + ": " + program.tail());
                }
            }
        }
        judge = new Judge(broker.bootstrap(), load.sent());
        Verdict found = judge.judge(files());
        List<String> others = new ArrayList<>(found.others());
        others.addAll(unsaid);
        programs.forEach(program -> others.addAll(program.repeatedWithoutBound()));
        return new Verdict(found.events(), found.lost(), found.duplicated(), others);
    }

    /** After {@link #end}: what the judge says of the same history with a mistake in it. */
    Verdict judgeWith(PlantedFault fault) throws Exception {
        // A judge remembers what it found.
        Judge anew = judge.misled((topic, record, on) -> on.accept(record));
        return fault.judge(anew, scene("planted"));
    }

    /** The same of a judge that reads the files without the sink's own verifier. */
    Verdict judgePlainlyWith(PlantedFault fault) throws Exception {
        return fault.judge(judge.plain(), scene("planted-plain"));
    }

    private PlantedFault.Scene scene(String scratch) {
        return new PlantedFault.Scene(broker.bootstrap(), files(), folder.resolve(scratch));
    }

    private Path files() {
        return folder.resolve("program-0").resolve("roi-records");
    }

    private void awaitQuiet() {
        Set<String> topics = Set.of(
                "learners",
                "learner-activity",
                "training-completions",
                "finance-ledger",
                "cohort-roi-" + Names.PARTIALS_BY_SCOPE + "-repartition",
                "cohort-roi-" + Names.INSIGHT_PARTIALS_BY_SCOPE + "-repartition");
        int[] quiet = {0};
        Awaitility.await()
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofMillis(500))
                .failFast(() -> programs.forEach(FaultRig::requireAlive))
                .until(() -> {
                    quiet[0] = lag(topics) == 0 ? quiet[0] + 1 : 0;
                    return quiet[0] >= QUIET_POLLS && filesHoldAll();
                });
    }

    private boolean filesHoldAll() {
        return new SinkProgress(Map.of("bootstrap.servers", broker.bootstrap()), "connect-roi-records-jsonl")
                .isDrained(List.of("roi-records"));
    }

    private long lag(Set<String> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            return new Lag(admin, "cohort-roi", topics).read().left();
        } catch (KafkaException notNow) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        load.close();
        programs.forEach(ApplicationProcess::close);
        try {
            proxy.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            broker.close();
            disks.values().forEach(SmallDisk::close);
        }
    }
}
