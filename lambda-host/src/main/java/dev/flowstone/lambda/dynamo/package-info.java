/// Executions, programs and payloads in DynamoDB and S3: the protocol of docs/store-protocol.md in
/// single-item conditional writes.
@NullMarked
package dev.flowstone.lambda.dynamo;

import org.jspecify.annotations.NullMarked;
