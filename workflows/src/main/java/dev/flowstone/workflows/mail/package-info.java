/// Messages to people, as files in an outbox.
@NullMarked
package dev.flowstone.workflows.mail;

import org.jspecify.annotations.NullMarked;
