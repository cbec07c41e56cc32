using System.Globalization;
using System.Text;

namespace IntegrationHub.Workshop.Inference;

/// <summary>Writes a first stream file for an API of which one answer is known: what the answer tells is written, what only its vendor knows is left as a comment.</summary>
internal static class ApiStreamDraft
{
    public static string Write(AskedAddress asked, ApiSigns said, PagingGuess paging, FieldRoles roles, string name, string? records, string zone)
    {
        var text = new StringBuilder();
        var since = asked.Of(ParameterRole.Since);
        var secret = asked.Headers.FirstOrDefault(h => h.Secret is not null);
        Line($"# A first draft, made of an answer of {asked.Shown}. What is guessed says so; TODO: look it through.");
        Line($"stream: {name}");
        Line($"source: {name}");
        Line("adapter: http");
        Line($"mapping: {name}");
        Line();
        Line("connection:");
        Line($"  url: {Quoted(asked.Base)}");
        if (secret is not null) Line($"  {(secret.IsBearer ? "token" : "key")}: \"${{secret:{secret.Secret}}}\"");
        Line();
        Line("http:");
        Signing(secret);
        if (asked.Headers.Where(h => h.Secret is null).ToList() is { Count: > 0 } plain) Line($"  headers: {{ {string.Join(", ", plain.Select(h => $"{Quoted(h.Name)}: {Quoted(Literal(h.Text))}"))} }}");
        if (since?.TimeFormat is { } format && (format != "yyyy-MM-dd'T'HH:mm:ss'Z'"))
            Line($"  times: {{ format: {Quoted(format)}{(format is "unix" or "unixMs" || format.EndsWith("'Z'", StringComparison.Ordinal) ? "" : $", zone: {zone}")} }}");
        Line("  list:");
        Since(since);
        Line($"    get: {Quoted(Request(asked, paging))}");
        if (records is not null) Line($"    records: {Quoted(records)}");
        if (said.Total is { } total)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"    # It was {total.Value}, and the answer held {said.Rows} records. TODO: does it count what is asked for? If it counts everything there is, take it out."));
            Line($"    total: {Quoted(total.Path)}");
        }

        Line($"    # Guessed: {paging.Because}.{(paging.ParameterIsGuessed ? $" TODO: is the parameter called '{paging.Parameter}'?" : "")}{(paging.By == "none" ? "" : " Every way of paging: docs/http-adapter.md.")}");
        Line($"    paging: {{ {string.Join(", ", Paging(paging))} }}");
        ByKey(asked, roles);
        Line();
        Line("read:");
        if (since is null)
        {
            Line("  # Everything, each time; what a read does not hold any more leaves the index, within a guard.");
            Line("  strategy: snapshot");
        }
        else
        {
            Line("  strategy: cursor");
            Line("  lookback: 10m");
            Line("  settle: 60s");
            Line("  # Everything now and then: what is deleted is told by nothing else.");
            Line("  full: { every: 7d }");
        }

        if (asked.Of(ParameterRole.Size) is { } size)
        {
            Line("  page:");
            Line($"    size: {size.Value}");
        }

        Line();
        text.Append(DraftText.Floor);
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');

        void Signing(AskedHeader? header)
        {
            if (header is null) Line("  # TODO: does the system want to know who calls? docs/http-adapter.md tells under Signing in how that is written.");
            Line(header is null ? "  auth: none" : header.IsBearer ? "  auth: bearer" : header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "  auth: { by: key, in: authorization }" : $"  auth: {{ by: key, in: header, name: {Quoted(header.Name)} }}");
        }

        void Since(AskedParameter? parameter)
        {
            if (parameter is not null)
            {
                Line($"    # Guessed: '{parameter.Name}' is from when on changes are wanted.");
                return;
            }

            var field = roles.Targets.GetValueOrDefault("updatedAt")?.Path;
            Line($"    # TODO: can the system be asked for what changed since a time{(field is null ? "" : $" ('{field}' tells it of a record)")}? Then put that parameter here, for instance &updatedAfter={{since}},");
            Line("    # say under http.times how it wants the time written, and make strategy below cursor.");
        }

        void ByKey(AskedAddress address, FieldRoles fields)
        {
            Line($"  # TODO: can one record be asked for{(fields.Key is { } key ? $" by '{key.Path}', which seems to be its key" : "")}? Then notifications can be read, and open cases again:");
            Line("  # byKey:");
            Line($"  #   get: {Quoted($"{Literal(address.Path.TrimEnd('/'))}/{{key}}")}");
        }
    }

    static IEnumerable<string> Paging(PagingGuess paging)
    {
        yield return $"by: {paging.By}";
        if (paging.First is { } first) yield return string.Create(CultureInfo.InvariantCulture, $"first: {first}");
        if (paging.At is { } at) yield return $"at: {Quoted(at)}";
        if (paging.End is { } end && end.Split(": ", 2) is [var sign, var where]) yield return $"end: {{ {sign}: {(sign == "empty" ? where : Quoted(where))} }}";
    }

    static string Request(AskedAddress asked, PagingGuess paging)
    {
        var hole = paging.By switch { "page" => "{page}", "offset" => "{offset}", "token" => "{token}", _ => null };
        var parts = new List<string>();
        var isAsked = false;
        foreach (var parameter in asked.Parameters)
        {
            var filled = parameter.Name == paging.Parameter ? hole : parameter.Role switch
            {
                ParameterRole.Size => "{size}",
                ParameterRole.Since => "{since}",
                _ => null,
            };
            isAsked |= parameter.Name == paging.Parameter;
            // The place of another page than the first is no part of the question.
            if (filled is null && parameter.Role is ParameterRole.Page or ParameterRole.Offset or ParameterRole.Token) continue;

            parts.Add(filled is null ? Literal(parameter.Written) : $"{Literal(parameter.Written.Split('=')[0])}={filled}");
        }

        if (hole is not null && !isAsked) parts.Add($"{Uri.EscapeDataString(paging.Parameter!)}={hole}");
        return Literal(asked.Path) + (parts.Count == 0 ? "" : $"?{string.Join('&', parts)}");
    }

    static string Literal(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    // Plain words stand alone; everything else could mean something to YAML.
    static string Quoted(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') && char.IsAsciiLetter(text[0]) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off") ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
