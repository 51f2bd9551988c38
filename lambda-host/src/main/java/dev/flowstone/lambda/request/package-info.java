/// What is asked of the host, in whatever event it comes.
@NullMarked
package dev.flowstone.lambda.request;

import org.jspecify.annotations.NullMarked;
