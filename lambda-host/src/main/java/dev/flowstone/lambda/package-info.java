/// The engine in AWS Lambda: one generic function for every workflow.
@NullMarked
package dev.flowstone.lambda;

import org.jspecify.annotations.NullMarked;
