package io.cohortroi.faults;

import io.cohortroi.faults.TcpProxy.Line;
import java.util.List;
import java.util.Map;

/** A row of the table of faults: what is done, how often, and to which set-up. */
enum FaultRow {
    R1("kill -9 of the program", 26) {
        @Override
        void once(FaultRig rig) {
            rig.disturb(rig.program()::kill, rig.program()::start);
        }
    },
    R2("kill -9 of the program, 64 KB write buffers, no cache", 26) {
        @Override
        Map<String, String> settings() {
            return Map.of("rocksdb.write.buffer.bytes", "65536", "cache.max.bytes", "0");
        }

        @Override
        void once(FaultRig rig) {
            rig.disturb(rig.program()::kill, rig.program()::start);
        }
    },
    R3("kill -9 of the broker", 20) {
        @Override
        void once(FaultRig rig) {
            rig.disturb(rig.broker()::kill, rig.broker()::start);
        }
    },
    R5("SIGSTOP of one of two instances beyond session and transaction timeout", 10) {
        @Override
        Map<String, String> settings() {
            return Map.of("kafka.transaction.timeout.ms", "5000", "num.standby.replicas", "1");
        }

        @Override
        int instances() {
            return 2;
        }

        @Override
        void once(FaultRig rig) {
            ApplicationProcess zombie = rig.program(rig.random(2));
            // The other one takes over while the zombie still believes that it owns its tasks.
            rig.disturb(() -> zombie.signal("STOP"), () -> {});
            rig.pause(3_000);
            rig.disturb(() -> zombie.signal("CONT"), () -> {});
        }
    },
    R6("instances come and go, three at most", 20) {
        @Override
        int instances() {
            return 3;
        }

        @Override
        void once(FaultRig rig) {
            ApplicationProcess one = rig.program(1 + rig.random(2));
            boolean leaves = one.isAlive();
            rig.disturb(
                    () -> {
                        if (leaves) {
                            one.stop();
                        }
                    },
                    () -> {
                        if (!leaves) {
                            one.start();
                        }
                    });
        }
    },
    R7("the network between program and broker is cut, hangs, is half open, refuses", 20) {
        @Override
        void once(FaultRig rig) {
            Line line = List.of(Line.values()).get(rig.random(4));
            rig.disturb(
                    () -> {
                        if (line == Line.OPEN || line == Line.REFUSES) {
                            rig.proxy().cut();
                        }
                        rig.proxy().set(line);
                    },
                    () -> {
                        rig.pause(1_000 + rig.random(12_000));
                        rig.proxy().set(Line.OPEN);
                    });
        }
    },
    R10("the disk of the state, of the broker, of the files is full, and has room again", 12) {
        private static final String STATE = "program-0/state";
        private static final String BROKER = "broker/data";
        private static final String FILES = "program-0/roi-records";

        @Override
        Map<String, String> settings() {
            return Map.of("rocksdb.write.buffer.bytes", "65536", "cache.max.bytes", "0");
        }

        @Override
        Map<String, Integer> smallDisks() {
            return Map.of(STATE, 256, BROKER, 512, FILES, 64);
        }

        @Override
        void once(FaultRig rig) {
            String full = List.of(STATE, BROKER, FILES).get(rig.recoveriesMs().size() % 3);
            rig.disturb(
                    () -> {
                        rig.disk(full).fill();
                        rig.pause(4_000 + rig.random(8_000));
                    },
                    () -> {
                        rig.disk(full).free();
                        if (!rig.broker().isAlive()) {
                            // A broker whose only disk failed stops; whoever watches over it starts it again.
                            rig.broker().start();
                        }
                    });
        }
    },
    R8("the producers' epochs roll over", 1) {
        @Override
        void once(FaultRig rig) {
            rig.disturb(
                    () -> {
                        rig.program().stop();
                        EpochBurner.burn(rig.broker().bootstrap(), rig.programState());
                    },
                    rig.program()::start);
        }
    };

    private final String title;
    private final int count;

    FaultRow(String title, int count) {
        this.title = title;
        this.count = count;
    }

    abstract void once(FaultRig rig);

    int instances() {
        return 1;
    }

    String title() {
        return title;
    }

    /** How many faults make the row. */
    int count() {
        return count;
    }

    /** Megabytes of the folders that are disks of their own. */
    Map<String, Integer> smallDisks() {
        return Map.of();
    }

    /** Of the program, where they differ from the defaults. */
    Map<String, String> settings() {
        return Map.of();
    }
}
