package dev.flowstone.cli;

import dev.flowstone.cli.command.Commands;
import dev.flowstone.cli.command.GlobalOptions;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// How help is laid out: the options of the command first, those of all commands below, and those
/// for a deployed host where the command reaches one.
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
    String command = help.commandSpec().name();
    boolean reaches = command.equals("flow") || Commands.REACH_HOSTS.contains(command);
    List<OptionSpec> hosts =
        all.stream()
            .filter(option -> GlobalOptions.OF_HOSTS.contains(option.longestName()))
            .toList();
    List<OptionSpec> own =
        all.stream().filter(option -> !option.inherited() && !hosts.contains(option)).toList();
    List<OptionSpec> inherited =
        all.stream().filter(option -> option.inherited() && !hosts.contains(option)).toList();
    return help.optionListExcludingGroups(own)
        + section(help, "Options of every command", inherited)
        + section(help, "Options for a deployed host", reaches ? hosts : List.of());
  }

  private static String section(Help help, String heading, List<OptionSpec> options) {
    return options.isEmpty()
        ? ""
        : "%n%s:%n".formatted(heading) + help.optionListExcludingGroups(options);
  }
}
