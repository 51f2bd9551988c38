package dev.flowstone.tests.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;
import dev.flowstone.interpreter.store.ExecutionStore;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// I1: only the machine makes a State; only the engine touches a store; only adapters touch the
/// world.
class OwnershipTest {

  private static final String MACHINE = "dev.flowstone.interpreter.machine..";
  private static final String ENGINE = "dev.flowstone.interpreter.engine..";
  private static final String STORES = "dev.flowstone.interpreter.store..";
  private static final String TABLE = "dev.flowstone.lambda.dynamo..";

  private static final Set<String> STORE_OPERATIONS =
      Arrays.stream(ExecutionStore.class.getDeclaredMethods())
          .map(Method::getName)
          .filter(name -> !name.equals("close"))
          .collect(Collectors.toSet());

  @Test
  void onlyTheEngineCallsAStore() {
    ArchRule rule = callAStoreOutside(ENGINE, STORES, TABLE);
    rule.check(Product.CLASSES);
    assertTrue(rule.evaluate(Product.PLANTED).hasViolation());
  }

  @Test
  void grammarAndTheMachineDoNotKnowThatThereAreStores() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.flowstone.grammar..", MACHINE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(STORES)
        .allowEmptyShould(true)
        .check(Product.CLASSES);
  }

  @Test
  void onlyTheMachineMakesAState() {
    noClasses()
        .that()
        .resideOutsideOfPackage(MACHINE)
        .should()
        .callConstructorWhere(
            new DescribedPredicate<JavaConstructorCall>("the constructed is a State") {
              @Override
              public boolean test(JavaConstructorCall call) {
                return isOrIsNestedIn(
                    call.getTargetOwner(), "dev.flowstone.interpreter.machine.State");
              }
            })
        .check(Product.CLASSES);
  }

  @Test
  void onlyTheStoresSpeakSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage(STORES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
        .check(Product.CLASSES);
  }

  /// Naming a store is free, and so is closing it: a host opens one, hands it to the engine, and
  /// closes it.
  private static ArchRule callAStoreOutside(String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("the target is an operation of a store") {
              @Override
              public boolean test(JavaAccess<?> access) {
                return access.getTargetOwner().isAssignableTo(ExecutionStore.class)
                    && STORE_OPERATIONS.contains(access.getTarget().getName());
              }
            });
  }

  private static boolean isOrIsNestedIn(JavaClass type, String name) {
    return type.getName().equals(name) || type.getName().startsWith(name + "$");
  }
}
