/// What can be known of a workflow from its tree alone: declarations, names and their scopes,
/// definite assignment, types of variables, and where control may go.
///
/// The tree stays as it was written; everything found is kept beside it in an [Analysis].
@NullMarked
package dev.flowstone.grammar.analysis;

import org.jspecify.annotations.NullMarked;
