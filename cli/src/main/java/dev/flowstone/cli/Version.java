package dev.flowstone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of `flow`, as the build wrote it down, and of the Java that runs it.
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"flow " + number() + " (Java " + Runtime.version() + ")"};
  }

  private static String number() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
