/// Tests of the DynamoDB store, against a DynamoDB and a bucket in this process.
@NullMarked
package dev.flowstone.lambda.dynamo;

import org.jspecify.annotations.NullMarked;
