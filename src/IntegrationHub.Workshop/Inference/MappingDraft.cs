using System.Globalization;
using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Inference;

/// <summary>Writes a first mapping of what seems to be what. Each line that rests on a guess says what was seen; what only a person can decide is marked TODO.</summary>
internal sealed class MappingDraft(FieldRoles roles, FoundRecords found, string name, string system, string zone)
{
    const string Todo = "TODO";

    readonly StringBuilder text = new();
    readonly Dictionary<string, string> tables = new(StringComparer.Ordinal);
    SampleProfile Profile => roles.Profile;

    /// <summary>The code tables, by their file's name.</summary>
    public IReadOnlyDictionary<string, string> Tables => tables;

    /// <summary>The mapping file.</summary>
    public string Write()
    {
        Line($"# A first draft, made of {Count(Profile.Records, "record")} from {found.From}. What seemed to be what was guessed from names and values: look every line through.");
        Line("# TODO marks what only a person can decide. ihub lint tells what is left out; a rule for it is written under fields:, or a reason under ignore:.");
        Line($"mapping: {name}");
        Line("version: 0.1.0");
        Line("target: case@1");
        Line();
        WriteSource();
        WriteZone();
        WriteIdentity();
        var fields = Fields();
        WriteCodes();
        Line("fields:");
        foreach (var field in fields) Line(field);
        Line();
        Line($"# {Todo}: who may know of these cases? Until confidentiality is mapped they count as the most closed: confidentiality: const('open'), restricted, secret or protected.");
        WriteParties();
        if (Profile.Unsayable.Count > 0) Line($"\n# Left out, because no path can name them: {string.Join(", ", Profile.Unsayable.Order(StringComparer.Ordinal).Take(20).Select(OneLine))}");
        return text.ToString();
    }

    void WriteSource()
    {
        Line("source:");
        Line($"  system: {system}");
        Line($"  stream: {name}");
        Line($"  format: {Profile.Format.ToString().ToLowerInvariant()}");
        if (Profile.Format == RecordFormat.Csv)
        {
            Line("  csv:");
            Line($"    delimiter: \"{(found.Delimiter == '\t' ? "\\t" : found.Delimiter)}\"");
            Line($"    encoding: {found.Charset}");
            Line("    header: true");
            Line("    columns:");
            foreach (var field in Profile.Fields) Line($"      - {DraftText.Yaml(field.Path)}{Seen(field)}");
        }
        else
        {
            Line("  fields:");
            foreach (var field in Profile.Fields) Line($"    - {DraftText.Yaml(field.Path)}{Seen(field)}");
        }

        Line();
    }

    // Values are shown where they seem to be codes, never where they could be a person's.
    string Seen(FieldProfile field)
    {
        var seen = field.Filled == 0 ? "always empty" : field.Records < Profile.Records ? $"in {field.Records} of {Profile.Records} records" : "";
        var form = field.Form.Kind switch
        {
            FormKind.Moment when field.Form.HasOffset => "times with an offset",
            FormKind.Moment => $"local times{(field.Form.Format is null ? "" : $" ({field.Form.Format})")}",
            FormKind.Date => $"dates{(field.Form.Format is null ? "" : $" ({field.Form.Format})")}",
            FormKind.Epoch => "seconds or milliseconds since 1970? No function reads them yet",
            FormKind.Url => "addresses of the web",
            _ when roles.IsPersonal(field) => "a person's?",
            FormKind.Number => "numbers",
            _ when field.Flags == field.Filled && field.Flags > 0 => "true or false",
            _ when field.Distinct.Count is > 0 and <= 6 && (field.Longest <= 2 || roles.IsCode(field)) =>
                string.Join(", ", field.Distinct.Select(d => string.Create(CultureInfo.InvariantCulture, $"{OneLine(d.Key)} ×{d.Value}"))),
            _ => "",
        };
        if (field.OrElse is [{ Format: { } other }, ..]) form += $"; could be {other} as well";
        var both = string.Join("; ", new[] { seen, form }.Where(s => s.Length > 0));
        return both.Length == 0 ? "" : $"   # {both}";
    }

    void WriteZone()
    {
        var local = roles.Targets.Values.Concat(roles.Order is { } order ? [order] : []).Where(f => f.Form is { Kind: FormKind.Moment, HasOffset: false } or { Kind: FormKind.Date }).Distinct().ToList();
        if (local.Count == 0) return;

        Line($"# {Todo}: {string.Join(", ", local.Select(f => f.Path).Take(4))} {(local.Count == 1 ? "tells" : "tell")} no offset. Ask the vendor which clock they are of.");
        Line($"timezone: {zone}");
        Line("dst:");
        Line("  gap: shift-forward");
        Line("  fold: earlier");
        Line();
    }

    void WriteIdentity()
    {
        Line("identity:");
        if (roles.Key is { } key)
        {
            Line($"  # {key.Path}: another value in each of the {Count(Profile.Records, "record")}.");
            Line($"  key: {DraftText.Yaml(DraftText.Path(key.Path))}");
        }
        else
        {
            var best = Profile.Fields.FirstOrDefault(f => !f.IsInList && f.Filled == Profile.Records && f.Longest <= 100 && Names.Is(f, Names.AnyId) && !roles.IsPersonal(f)) ?? Profile.Fields.FirstOrDefault(f => !f.IsInList && f.Filled > 0 && f.Longest <= 100 && !roles.IsPersonal(f));
            Line($"  # {Todo}: no field that looks like a key holds another value in each record. Which one never changes and is never used again?");
            Line($"  key: {DraftText.Yaml(best is null ? "const('none')" : DraftText.Path(best.Path))}");
        }

        if (roles.Order is { } order)
        {
            Line($"  # The later of two versions of a record counts, by {order.Path}.");
            var way = order.Form.Kind switch { FormKind.Number => "int", FormKind.Date => $"date{Format(order)}", _ => $"datetime{Format(order)}" };
            Line($"  order: {DraftText.Yaml($"{DraftText.Path(order.Path)} | {way}")}");
        }
        else
        {
            Line($"  # {Todo}: nothing seems to tell which of two versions of a record is newer (order:); without it the one that was read later counts.");
        }

        Line($"  # {Todo}: does a record tell that its case was deleted? Then: deleted: a condition");
        Line();
    }

    List<string> Fields()
    {
        var lines = new List<string>();
        foreach (var (target, field) in roles.Targets.OrderBy(t => DraftText.OrderOf(t.Key)))
        {
            if (target == "title") lines.Insert(0, Title(field));
            else lines.Add($"  {target}: {DraftText.Yaml(Rule(target, field))}");
            if (target == "status") lines.Add($"  statusText: {DraftText.Yaml(DraftText.Path(field.Path))}");
        }

        if (!roles.Targets.ContainsKey("title")) lines.Insert(0, $"  # {Todo}: nothing looks like a title; the key stands in for it.\n  title: {DraftText.Yaml(KeyText)}");
        if (roles.Number is { } number) lines.Add($"  number: {DraftText.Yaml(DraftText.Path(number.Path))}");
        return lines;
    }

    string KeyText => roles.Key is { } key ? $"template('{{0}}', {DraftText.Path(key.Path)})" : "const('TODO')";

    string Title(FieldProfile field)
    {
        var path = DraftText.Path(field.Path);
        if (field.Filled == Profile.Records) return $"  title: {DraftText.Yaml(path)}";

        var rule = Profile.Format == RecordFormat.Json ? path : $"({path} | nullIfBlank)";
        return $"  # Missing or blank in {Profile.Records - field.Filled} of {Profile.Records} records; then the key stands in.\n  title: {DraftText.Yaml($"{rule} ?? {KeyText}")}";
    }

    string Rule(string target, FieldProfile field)
    {
        var path = DraftText.Path(field.Path);
        switch (target)
        {
            case "status" or "type" or "channel":
                var table = target == "type" ? "caseType" : target;
                WriteTable(table, field, target == "status" ? EnumNames.Of(typeof(CaseStatus)) : []);
                return $"{path} | lookup({table})";
            case "location.lat" or "location.lon":
                return field.Numbers == field.Filled ? path : $"{path} | decimal";
            case "openedAt" or "updatedAt" or "closedAt" or "dueAt":
                return field.Form.Kind == FormKind.Date ? $"{path} | date{Format(field)} | startOfDay" : $"{path} | datetime{Format(field)}";
            default:
                return path;
        }
    }

    static string Format(FieldProfile field) => field.Form.Format is { } format ? $"('{format}')" : "";

    void WriteTable(string table, FieldProfile field, IReadOnlyList<string> scale)
    {
        var rows = new StringBuilder("source,target,note\n");
        foreach (var (code, times) in field.Distinct)
        {
            // The vendor's word is the shared one only where it is the very same.
            var same = scale.FirstOrDefault(s => string.Equals(s, Names.Plain(code).Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
            rows.Append(CultureInfo.InvariantCulture, $"{DraftText.Csv(code)},{same ?? Todo},seen {(times == 1 ? "once" : $"{times} times")}{(same is null ? "" : "; the same word")}\n");
        }

        tables[$"{table}.csv"] = rows.ToString();
    }

    void WriteCodes()
    {
        if (tables.Count == 0) return;

        Line("codes:");
        foreach (var file in tables.Keys)
        {
            var table = Path.GetFileNameWithoutExtension(file);
            Line($"  {table}:");
            Line($"    file: codes/{file}");
            Line($"    unknown: {(table == "status" ? "unknown" : "keep")}");
        }

        Line();
    }

    void WriteParties()
    {
        if (roles.Parties is not [var group]) return;

        Line();
        Line("lists:");
        Line("  parties:");
        Line($"    each: {DraftText.Yaml(group.List is { } list ? DraftText.Path(list) : "root | toList")}");
        if (group.List is null) Line($"    when: {DraftText.Yaml(string.Join(" or ", group.Fields.Values.Concat(group.NameParts).Select(f => Profile.Format == RecordFormat.Json ? $"{At(f)} != null" : $"({At(f)} | nullIfBlank) != null")))}");
        Line("    fields:");
        Line($"      # {Todo}: what is the party to the case? role: const('applicant'), representative, affected, client, reporter, owner …");
        if (!group.Fields.ContainsKey("name") && group.NameParts.Count > 0) Line($"      name: {DraftText.Yaml($"join(' ', {string.Join(", ", group.NameParts.Select(At))})")}");
        foreach (var (target, field) in group.Fields) Line($"      {target}: {DraftText.Yaml(At(field))}");
        Line($"      # {Todo}: does the source mark protected identities? protected: X | bool('J', 'N')");

        string At(FieldProfile field) => group.List is { } list ? DraftText.Inside(field.Path[(list.Length + 3)..]) : DraftText.Path(field.Path);
    }

    void Line(string line = "") => text.Append(line).Append('\n');

    static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    static string OneLine(string value) => string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
}
