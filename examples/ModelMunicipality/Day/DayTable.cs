using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelMunicipality.Running;
using Spectre.Console;

namespace ModelMunicipality.Day;

/// <summary>What a day came to, for people and for programs.</summary>
static class DayTable
{
    const int Indent = 2;

    static readonly (string Code, string Title)[] Channels =
    [
        ("phone", "phone"), ("email", "e-mail"), ("eService", "e-service"), ("webForm", "web form"), ("chat", "chat"), ("chatbot", "chatbot"), ("socialMedia", "social media"), ("counter", "counter"), ("letter", "letter"),
    ];

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Everything as one JSON object on one line.</summary>
    public static string Json(DayResult result) => JsonSerializer.Serialize(result, Options);

    /// <summary>Prints it.</summary>
    public static void Print(IAnsiConsole console, DayResult result)
    {
        foreach (var line in Lines(result))
        {
            // In a pipe there is no colour, and no edge to break a line at.
            if (Console.IsOutputRedirected) Console.WriteLine(Markup.Remove(line));
            else console.MarkupLine(line);
        }
    }

    /// <summary>The lines, with the console's marks for what must not be.</summary>
    internal static IEnumerable<string> Lines(DayResult result)
    {
        yield return $"[bold]The place at the nursery school[/]: who had it in hand, since when";
        foreach (var line in result.Story) yield return Markup.Escape($"  {line.At}  {line.Who,-26}{line.What}");
        yield return "";
        yield return Head("Contacts", result.Contacts);
        foreach (var (code, title) in Channels) yield return Row(title, result.Channels.GetValueOrDefault(code));
        yield return Head("Answered at first contact", result.Answered);
        yield return Head("Handed over", result.HandedOver, result.Returned > 0 ? $"{result.Returned} came back with a reason, and went on" : null);
        yield return Head("Callbacks promised", result.Promises.CallBacks);
        yield return Row("called back in time", result.Promises.InTime);
        yield return Row("called back late", result.Promises.Late);
        yield return Row("due tomorrow", result.Promises.Tomorrow, result.Promises.Tomorrow > 0 ? "each on a unit's list" : null);
        yield return Head("Writes to the systems", result.Writes.Sent);
        yield return Row("accepted", result.Writes.Accepted, result.Writes.Repeated > 0 ? $"{result.Writes.Repeated} of them tried more than once" : null);
        yield return Row("refused", result.Writes.Refused);
        yield return Row("waiting", result.Writes.Waiting);
        yield return "";
        yield return MustBeNone("Forgotten", result.Forgotten.Count);
        yield return MustBeNone("Asked twice", result.AskedTwice.Count);
        yield return MustBeNone("Written twice, or lost", result.WrittenWrong.Count);
        foreach (var what in result.Forgotten.Concat(result.AskedTwice).Concat(result.WrittenWrong)) yield return $"  [red]{Markup.Escape(what)}[/]";
        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"[dim]In the way: {(result.Disturbances.Down > TimeSpan.Zero ? $"a system down for {result.Disturbances.Down.TotalMinutes:0} minutes, " : "")}{result.Disturbances.LostAnswers} lost {(result.Disturbances.LostAnswers == 1 ? "answer" : "answers")}, two who wrote at once {(result.Disturbances.Conflicts == 1 ? "one time" : $"{result.Disturbances.Conflicts} times")}. Seed {result.Seed}; played in {result.Took.TotalSeconds:0} s.[/]");
    }

    static string Head(string title, int count, string? remark = null) => Line(title, 0, count, remark);

    static string Row(string title, int count, string? remark = null) => Line(title, Indent, count, remark);

    static string MustBeNone(string title, int count) => Line(title, 0, count, "must be 0", count == 0 ? "green" : "red");

    static string Line(string title, int indent, int count, string? remark, string? colour = null)
    {
        var number = count.ToString("N0", CultureInfo.InvariantCulture).PadLeft(7);
        return $"{new string(' ', indent)}{Markup.Escape(title).PadRight(28 - indent)}{(colour is null ? number : $"[{colour}]{number}[/]")}{(remark is null ? "" : $"   [dim]{Markup.Escape(remark)}[/]")}";
    }
}
