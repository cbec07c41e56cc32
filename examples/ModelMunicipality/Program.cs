await Console.Error.WriteLineAsync("The model municipality starts here.");
