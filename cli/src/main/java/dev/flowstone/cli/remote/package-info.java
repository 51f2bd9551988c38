/// Deployed hosts: how they are asked, through Lambda's own API or over HTTP. Nothing here is
/// loaded for an execution on this machine.
@NullMarked
package dev.flowstone.cli.remote;

import org.jspecify.annotations.NullMarked;
