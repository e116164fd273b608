package io.cohortroi.simulation;

/**
 * Mistakes this kind of program makes. The first group breaks what goes into or comes out of the real topology, the
 * second breaks a rule in one of the two programs that are compared; a simulation that notices none of a kind is blind.
 */
public enum PlantedBug {
    RECORD_LOST,
    DEAD_LETTER_SKIPPED,
    OUTPUT_RECORD_LOST,
    LEDGER_NOT_RESTORED,
    PARTIALS_NOT_RESTORED,
    WAITING_LIST_NOT_RESTORED,
    RULES_NOT_RESTORED,
    COSTS_NOT_RESTORED,
    MEMORY_KEPT_OVER_AN_ABORT,

    DUPLICATE_BOOKED,
    FLOAT_SUMS,
    AS_OF_IS_EXCLUSIVE,
    VOID_NOT_SUBTRACTED,
    TIE_TO_LARGEST_ID,
    LATE_PROFILE_OVERWRITES,
    CAPABILITY_COUNTED_TWICE,
    ROUNDED_DOWN,
    ERASURE_TAKES_MONEY_BACK,
    ACTIVITY_ID_FORGOTTEN,
    REDEFINITION_NOT_HEARD,
    INVOICE_IN_TIME_IS_LATE
}
