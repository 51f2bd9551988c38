/// The function as it is deployed: the bundle in a process of its own under the interface client of
/// Lambda, with neighbours that speak the services' interfaces.
@NullMarked
package dev.flowstone.tests.lambda;

import org.jspecify.annotations.NullMarked;
