await Console.Error.WriteLineAsync("ihub starts here.");
