package dev.flowstone.cli.terminal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What went wrong with a file, in words: the messages of the JDK are mostly only its path.
public final class IoText {

  private IoText() {}

  public static String of(IOException problem) {
    return switch (problem) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "access is denied";
      case NotDirectoryException _ -> "it is not a folder";
      case FileAlreadyExistsException _ -> "there is a file where a folder is needed";
      case CharacterCodingException _ -> "it is no UTF-8 text";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case IOException e when e.getMessage() != null -> e.getMessage();
      case IOException e -> e.getClass().getSimpleName();
    };
  }
}
