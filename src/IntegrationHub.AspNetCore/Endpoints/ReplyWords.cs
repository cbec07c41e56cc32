using Microsoft.Net.Http.Headers;

namespace IntegrationHub.AspNetCore;

/// <summary>What the page of a reply says, in the language of whoever reads it.</summary>
sealed record ReplyWords
{
    public required string Language { get; init; }

    public required string OtherLanguage { get; init; }

    public required string Other { get; init; }

    public required string Asks { get; init; }

    public required string Until { get; init; }

    public required string Reply { get; init; }

    public required string Hint { get; init; }

    public required string Send { get; init; }

    public required string Empty { get; init; }

    public required string TooLong { get; init; }

    public required string Thanks { get; init; }

    public required string ThanksMore { get; init; }

    public required string NoLink { get; init; }

    public required string NoLinkMore { get; init; }

    public required string TooMany { get; init; }

    public required string TooManyMore { get; init; }

    static ReplyWords Swedish { get; } = new()
    {
        Language = "sv",
        OtherLanguage = "en",
        Other = "In English",
        Asks = "{0}, {1}, frågar dig",
        Until = "Du kan svara till och med {0}, en gång.",
        Reply = "Ditt svar",
        Hint = "Skriv inga personnummer och inget känsligt om någon. Högst 5 000 tecken.",
        Send = "Skicka svaret",
        Empty = "Skriv ett svar först.",
        TooLong = "Svaret är för långt, eller innehåller tecken som inte är text. Högst 5 000 tecken går att skicka.",
        Thanks = "Tack, ditt svar är framme",
        ThanksMore = "Den som frågade har det nu. Du kan stänga sidan. Länken går inte att använda igen.",
        NoLink = "Länken går inte att använda",
        NoLinkMore = "Den har redan använts, har gått ut, har tagits tillbaka eller är inte hel. Kontrollera att hela länken kom med. Annars: svara den som skickade mejlet på ett annat sätt.",
        TooMany = "Försök igen om en stund",
        TooManyMore = "Det har kommit många länkar härifrån som inte går att använda.",
    };

    static ReplyWords English { get; } = new()
    {
        Language = "en",
        OtherLanguage = "sv",
        Other = "På svenska",
        Asks = "{0}, {1}, asks you",
        Until = "You can reply until {0}, once.",
        Reply = "Your reply",
        Hint = "Write no personal numbers, and nothing sensitive about anybody. At most 5,000 characters.",
        Send = "Send the reply",
        Empty = "Write a reply first.",
        TooLong = "The reply is too long, or holds characters that are no text. At most 5,000 characters can be sent.",
        Thanks = "Thank you, your reply has arrived",
        ThanksMore = "Whoever asked has it now. You can close the page. The link cannot be used again.",
        NoLink = "The link cannot be used",
        NoLinkMore = "It has been used, has expired, was taken back, or is not whole. Check that all of the link came along. Otherwise, answer whoever sent the mail in another way.",
        TooMany = "Try again in a while",
        TooManyMore = "Many links have come from here that cannot be used.",
    };

    /// <summary>The words for a request: of the language that it asks for by name, else of what the browser likes best; Swedish where it likes neither.</summary>
    public static ReplyWords For(HttpRequest request) => request.Query["lang"].ToString() switch
    {
        "sv" => Swedish,
        "en" => English,
        _ => request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).Select(Of).FirstOrDefault(words => words is not null) ?? Swedish,
    };

    static ReplyWords? Of(StringWithQualityHeaderValue language) =>
        language.Value.StartsWith("sv", StringComparison.OrdinalIgnoreCase) ? Swedish : language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : null;
}
