/// What handlers did, kept in files: how a repeated call finds out that it is one.
@NullMarked
package dev.flowstone.workflows.ledger;

import org.jspecify.annotations.NullMarked;
