namespace IntegrationHub.Console.Wording;

/// <summary>A text about a number of things, where one is told otherwise than many.</summary>
/// <param name="One">For one.</param>
/// <param name="Many">For none and for more than one.</param>
sealed record CountedText(string One, string Many);
