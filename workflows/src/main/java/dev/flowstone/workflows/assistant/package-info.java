/// The handlers of the assistant, and the language models that they can use.
@NullMarked
package dev.flowstone.workflows.assistant;

import org.jspecify.annotations.NullMarked;
