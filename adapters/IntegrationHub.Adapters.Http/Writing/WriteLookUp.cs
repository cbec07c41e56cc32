using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Looks for what was written, as the stream file says how.</summary>
sealed class WriteLookUp(HttpDescription description, WriteDescription write, WriteFinding find, VendorCaller caller)
{
    // The vendor's clock may run before or behind ours.
    static readonly TimeSpan Around = TimeSpan.FromMinutes(10);

    // Vendors keep seconds.
    static readonly TimeSpan SameTime = TimeSpan.FromSeconds(1);

    /// <summary>Looks for a command; null when the vendor has it not.</summary>
    /// <exception cref="UnreadableAnswerException">What the vendor shows is not all that it has.</exception>
    /// <exception cref="SourceRefusedException">Somebody has set another status since.</exception>
    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, HoleValues values, CancellationToken cancellationToken)
    {
        var rows = await AskAsync(values, cancellationToken);
        if (rows is null) return null;

        var read = new List<IReadOnlyDictionary<string, HoleValue>>(rows.Rows.Count);
        foreach (var row in rows.Rows) read.Add(await RecordValues.ReadAsync(row, description.Format, find.Paths, find.Request.Where));

        // Of two with the same words the one that is nearest to when it was asked for.
        var found = read.Where(row => IsIt(row, command, values)).OrderBy(row => TimeAt(row, find.At) is { } at ? (at - command.AskedAt).Duration() : TimeSpan.MaxValue).FirstOrDefault();
        if (found is not null) return new WriteReceipt(find.Reference is { } path && found.TryGetValue(path.Text, out var told) ? write.Reference?.NameOf(told.Text) ?? told.Text : null);
        if (IsInPart(rows))
        {
            throw new UnreadableAnswerException(FaultCodes.WindowTooFull,
                $"What was written was looked for with {find.Request.Where}, and the vendor shows only some of what it has: it may be among the rest. Ask for less at a time, or leave it to a person (take http.write.{Configuration.EnumNames.Of(write.Kind)}.find out).");
        }

        if (write.Kind == WriteKind.Status && read.Any(row => TimeAt(row, find.Changed) is not { } at || at > command.AskedAt - Around))
        {
            throw new SourceRefusedException(FaultCodes.Refused,
                "The case has another status than was asked for, and it was set since, or it cannot be told when: whether ours was set before it is not known. Look at the case, and set the status if it is still wanted.");
        }

        return null;
    }

    async ValueTask<Answer?> AskAsync(HoleValues values, CancellationToken cancellationToken)
    {
        var question = new Question(find.Records, find.IsList, find.Request.Where) { Element = description.Element, Values = find.Total is { } total ? [total] : [] };
        try
        {
            var reply = await caller.AskAsync(find.Request, values, question, link: null, cancellationToken);
            return reply is { Kind: ReplyKind.Answer } ? reply.Answer
                : reply is null ? throw new MisconfiguredException(FaultCodes.InvalidSetting, $"http.write.{Configuration.EnumNames.Of(write.Kind)}.find", "a hole of the request has no value, so nothing can be looked for.")
                : null;
        }
        catch (UnaskableException unaskable)
        {
            throw new SourceRefusedException(FaultCodes.Refused, $"What was written cannot be looked for: what the command has for {unaskable.Hole} cannot stand where it is to in {find.Request.Where}.");
        }
    }

    bool IsIt(IReadOnlyDictionary<string, HoleValue> row, WriteCommand command, HoleValues values)
    {
        if (find.At is not null && (TimeAt(row, find.At) is not { } at || at < command.AskedAt - Around)) return false;

        return find.Match.All(match => IsSame(match.Value, row.TryGetValue(match.Path.Text, out var shown) ? shown.Text : null, command, values))
            && find.Contains.All(held => held.Value.Fill(values) is { } wanted && row.TryGetValue(held.Path.Text, out var shown) && shown.Text.Contains(wanted, StringComparison.OrdinalIgnoreCase));
    }

    bool IsSame(Template wanted, string? shown, WriteCommand command, HoleValues values) => wanted.Alone is { Name: Hole.AskedAt }
        ? Time(shown) is { } at && (at - command.AskedAt).Duration() < SameTime
        : WrittenText.IsSame(wanted.Fill(values), shown);

    bool IsInPart(Answer rows) =>
        rows.Rows.Count >= find.Ceiling || (find.Total is not null && !(long.TryParse(rows.Value(find.Total), NumberStyles.None, CultureInfo.InvariantCulture, out var total) && total <= rows.Rows.Count));

    DateTimeOffset? TimeAt(IReadOnlyDictionary<string, HoleValue> row, ValuePath? path) => path is not null && row.TryGetValue(path.Text, out var shown) ? Time(shown.Text) : null;

    DateTimeOffset? Time(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 253_402_300_800_000)
            return number < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        // A label without an offset is the vendor's clock; with one it is an instant.
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var label)) return null;
        if (label.Kind == DateTimeKind.Unspecified) return description.Times.Clock.FromLabel(label);

        return DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture);
    }
}
