/// A model user project: flows, their Java handlers, their tests.
@NullMarked
package dev.flowstone.workflows;

import org.jspecify.annotations.NullMarked;
