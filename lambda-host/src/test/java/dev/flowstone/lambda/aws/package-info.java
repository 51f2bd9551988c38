/// The neighbours of the Lambda host in AWS, for tests: small servers after the public interfaces.
@NullMarked
package dev.flowstone.lambda.aws;

import org.jspecify.annotations.NullMarked;
