"""The commands of `dondoc`, one module for each noun: they parse, call what decides, and print."""
