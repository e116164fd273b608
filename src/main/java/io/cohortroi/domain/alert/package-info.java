/** When a number departs from what is expected of it: evidence, rules and the life cycle of an alert. */
@NullMarked
package io.cohortroi.domain.alert;

import org.jspecify.annotations.NullMarked;
