/// What the host answers, in the form of the event that asked.
@NullMarked
package dev.flowstone.lambda.answer;

import org.jspecify.annotations.NullMarked;
