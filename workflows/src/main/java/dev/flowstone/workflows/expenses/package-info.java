/// The handlers of expense approval: policy, exchange rates and payroll.
@NullMarked
package dev.flowstone.workflows.expenses;

import org.jspecify.annotations.NullMarked;
