/// The steps that users call by name, one class a handler.
@NullMarked
package dev.flowstone.stdlib;

import org.jspecify.annotations.NullMarked;
