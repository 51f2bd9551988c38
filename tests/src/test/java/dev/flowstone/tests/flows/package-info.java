/// The founding workflows, run from their files to their results.
@NullMarked
package dev.flowstone.tests.flows;

import org.jspecify.annotations.NullMarked;
