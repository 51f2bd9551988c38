/// A model user project: flows, their Java handlers, their tests.
///
/// Each flow lies with its input and its expected results in a folder of the module; its handlers
/// lie in a package.
@NullMarked
package dev.flowstone.workflows;

import org.jspecify.annotations.NullMarked;
