/// The handlers of order processing: prices, cards, stock and parcels.
@NullMarked
package dev.flowstone.workflows.orders;

import org.jspecify.annotations.NullMarked;
