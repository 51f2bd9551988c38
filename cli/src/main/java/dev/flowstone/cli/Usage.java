package dev.flowstone.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// How help is laid out: the options of the command first, those of all commands below.
final class Usage {

  private Usage() {}

  static void layOut(CommandLine line) {
    line.setUsageHelpWidth(90);
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    line.setUsageHelpLongOptionsMaxWidth(28);
    Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Usage::options);
    line.setHelpSectionMap(sections);
  }

  private static String options(Help help) {
    List<OptionSpec> all = help.commandSpec().options();
    List<OptionSpec> own = all.stream().filter(option -> !option.inherited()).toList();
    List<OptionSpec> inherited = all.stream().filter(ArgSpec::inherited).toList();
    String text = help.optionListExcludingGroups(own);
    return inherited.isEmpty()
        ? text
        : text
            + "%nOptions of every command:%n".formatted()
            + help.optionListExcludingGroups(inherited);
  }
}
