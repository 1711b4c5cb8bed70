// AssayCommands
