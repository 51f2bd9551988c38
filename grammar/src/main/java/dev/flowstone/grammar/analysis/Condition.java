package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.check.Facts;

/// A condition that was checked, with what its outcome tells.
record Condition(Expr expr, Facts facts) {}
