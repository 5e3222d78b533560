"""The registry as a book (底册): who owns and lives where with its dates, entered, ended, corrected."""
