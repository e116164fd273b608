/** What one completion earned: money, valuation, the benefit-cost ratio, and revisions that subtract what they replace. */
@NullMarked
package io.cohortroi.domain.roi;

import org.jspecify.annotations.NullMarked;
