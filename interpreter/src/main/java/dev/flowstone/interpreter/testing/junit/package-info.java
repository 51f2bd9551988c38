/// Tests of workflows from JUnit Jupiter. Only who writes such tests has it on the class path.
@NullMarked
package dev.flowstone.interpreter.testing.junit;

import org.jspecify.annotations.NullMarked;
