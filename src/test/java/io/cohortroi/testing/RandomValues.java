package io.cohortroi.testing;

import io.cohortroi.domain.alert.EDetector;
import io.cohortroi.domain.alert.EvidenceSums;
import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.NormsSketch;
import io.cohortroi.domain.learner.TraitState;
import io.cohortroi.domain.metrics.QuantileSketch;
import io.cohortroi.domain.roi.CompletionEvent;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values of any type that state is made of, at random: records component by component, what may be absent at times
 * absent. A class that it does not know is an error, so that whoever adds one says how it is made.
 */
public final class RandomValues {
    private static final String[] TEXTS = {
        "", "a", "l1", "north", "archetype:Generalist", "\u0130\u0131", "\uD83D\uDE00", "\u0000", "\uFFFF", "a\nb"
    };
    private static final long FURTHEST_DAY = LocalDate.MAX.toEpochDay();

    /** What a month's text is read with. */
    private static final int MOST_YEAR = 9_999;

    private final Random random;
    private final Map<Class<?>, Supplier<?>> makers = new HashMap<>();

    public RandomValues(Random random) {
        this.random = random;
        makers.put(boolean.class, random::nextBoolean);
        makers.put(Boolean.class, random::nextBoolean);
        makers.put(int.class, () -> random.nextInt() >>> (1 + random.nextInt(31)));
        makers.put(long.class, this::whole);
        makers.put(Long.class, this::whole);
        makers.put(double.class, this::real);
        makers.put(Double.class, this::real);
        makers.put(String.class, this::text);
        makers.put(BigInteger.class, this::integer);
        makers.put(BigDecimal.class, () -> new BigDecimal(integer(), random.nextInt(129) - 64));
        makers.put(Instant.class, this::time);
        makers.put(LocalDate.class, () -> LocalDate.ofEpochDay(within(60_000, FURTHEST_DAY)));
        makers.put(YearMonth.class, () -> YearMonth.of((int) within(2_100, MOST_YEAR), 1 + random.nextInt(12)));
        makers.put(TraitState.class, this::traits);
        makers.put(QuantileSketch.class, this::quantiles);
        makers.put(EvidenceSums.class, this::evidence);
        makers.put(EDetector.class, () -> EDetector.zero().after(1 + random.nextInt(9), evidence()));
        makers.put(NormsSketch.class, this::norms);
    }

    /** Makes values of that class in this way from now on. */
    public <T> RandomValues with(Class<T> type, Supplier<T> maker) {
        makers.put(type, maker);
        return this;
    }

    public <T> T of(Class<T> type) {
        @SuppressWarnings("unchecked") // The maker of a primitive makes its box.
        T value = (T) made(type);
        return value;
    }

    /** A value of a type as it stands in a declaration, with its type arguments. */
    public @Nullable Object of(AnnotatedType type) {
        if (type.isAnnotationPresent(Nullable.class) && random.nextInt(4) == 0) {
            return null;
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return collected(generic);
        }
        return made((Class<?>) type.getType());
    }

    private Object collected(AnnotatedParameterizedType type) {
        Type raw = ((ParameterizedType) type.getType()).getRawType();
        AnnotatedType[] of = type.getAnnotatedActualTypeArguments();
        int size = random.nextInt(4);
        if (raw == List.class) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                values.add(of(of[0]));
            }
            return values;
        }
        if (raw instanceof Class<?> map && map.isAssignableFrom(TreeMap.class)) {
            Map<Object, Object> values = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                values.put(of(of[0]), of(of[1]));
            }
            return values;
        }
        throw new IllegalArgumentException("how is a " + raw + " made?");
    }

    private Object made(Class<?> type) {
        Supplier<?> maker = makers.get(type);
        if (maker != null) {
            return maker.get();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return record(type);
    }

    /** A record of random components, whether or not it has a maker. */
    public <T> T record(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("how is a " + type + " made?");
        }
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            for (int tries = 0; ; tries++) {
                Object[] values = new Object[components.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = of(components[i].getAnnotatedType());
                }
                try {
                    return constructor.newInstance(values);
                } catch (InvocationTargetException e) {
                    boolean isRule = e.getCause() instanceof IllegalArgumentException;
                    if (!isRule || tries == 100) {
                        throw e;
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("how is a " + type + " made?", e);
        }
    }

    private long whole() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private double real() {
        return random.nextBoolean() ? random.nextDouble() : Double.longBitsToDouble(random.nextLong());
    }

    private String text() {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return random.nextInt(20) == 0 ? text.repeat(200) : text;
    }

    private BigInteger integer() {
        BigInteger integer = new BigInteger(random.nextInt(140), random);
        return random.nextBoolean() ? integer.negate() : integer;
    }

    private Instant time() {
        long second = within(5_000_000_000L, Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(second, random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    /** Usually near 0, at times as far away as there is. */
    private long within(long usual, long most) {
        long bound = random.nextInt(10) == 0 ? most : usual;
        return random.nextInt(50) == 0 ? bound : random.nextLong(-bound, bound);
    }

    private TraitState traits() {
        TraitState traits = TraitState.initial();
        for (int i = random.nextInt(4); i > 0; i--) {
            traits = switch (random.nextInt(3)) {
                case 0 -> traits.onRegistered(time());
                case 1 -> traits.onActivity(record(ActivityEvent.class));
                default -> traits.onCompletion(record(CompletionEvent.class));
            };
        }
        return traits;
    }

    private QuantileSketch quantiles() {
        QuantileSketch sketch = QuantileSketch.empty();
        for (int i = random.nextInt(6); i > 0; i--) {
            BigDecimal value = BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(8));
            sketch.add(value, random.nextInt(7) - (random.nextBoolean() ? 0 : 3));
        }
        return sketch;
    }

    private EvidenceSums evidence() {
        EvidenceSums sums = EvidenceSums.empty();
        for (int i = random.nextInt(4); i > 0; i--) {
            sums.addRatio(random.nextDouble() * 3, random.nextBoolean() ? 1 : -1);
        }
        return sums;
    }

    private NormsSketch norms() {
        NormsSketch sketch = new NormsSketch();
        for (int i = random.nextInt(3); i > 0; i--) {
            TraitState before = traits();
            Instant last = before.lastEventAt().orElse(Instant.EPOCH);
            if (last.isBefore(Instant.MAX.minus(Duration.ofDays(1_000)))) {
                sketch.observe(before, last.plus(Duration.ofDays(random.nextInt(700))), text());
            }
        }
        return sketch;
    }
}
