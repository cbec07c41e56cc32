using IntegrationHub.Alerts;
using IntegrationHub.Diagnostics;
using IntegrationHub.HandOvers;
using IntegrationHub.Streams;

namespace IntegrationHub.Configuration;

/// <summary>Reads <c>hub.yaml</c>.</summary>
public static class HubFileReader
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "hub.yaml";

    /// <summary>Reads the file; null when there is an error in it. Everything that is wrong is reported, not only the first.</summary>
    /// <param name="file">The file's path; paths in the file are relative to its folder.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static HubFile? Read(string file, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);

        return TextFile.Read(file, diagnostics) is { } text ? Read(file, text, diagnostics) : null;
    }

    /// <summary>Reads the file's text; null when there is an error in it.</summary>
    /// <param name="file">The file's path; paths in the file are relative to its folder.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static HubFile? Read(string file, string text, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var root = YamlSection.Root(YamlTreeReader.Read(file, text, own), HubFileKeys.File, own, StreamCodes.Sections);
        var hub = root is null ? null : Read(file, root, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : hub;
    }

    static HubFile? Read(string file, YamlSection root, DiagnosticBag diagnostics)
    {
        var tenant = root.Name("tenant", StreamCodes.NoName);
        var name = root.Text("name")?.Text;
        var zone = Zone(root, diagnostics);
        var data = FullPath(file, PathOf(root, "data", "data", diagnostics));
        var keys = FullPath(file, PathOf(root, "keys", "hub.keys", diagnostics));
        var streams = Streams(file, root, diagnostics);
        var disclosure = root.Node("disclosure");
        var quarantine = root.Section("quarantine");
        var keepFor = quarantine.Duration("keepFor");
        quarantine.End();
        var contacts = Contacts(root.Section("contacts"));
        var writeBack = root.Section("writeBack");
        var commandsKeptFor = writeBack.Duration("keepFor");
        writeBack.End();
        var index = root.Section("index");
        var postgreSql = PostgreSql(index, diagnostics);
        index.End();
        var alerts = AlertsSection.Read(root, zone ?? TimeZoneInfo.Utc, diagnostics);
        var handOvers = HandOvers(root.Section("handOvers"), alerts, diagnostics);
        if (keys.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            diagnostics.Warning(root.PlaceOf("keys"), StreamCodes.KeysBesideIndex,
                "the keys lie in the data folder: who copies or steals the folder can read everything in it; keep them elsewhere");
        }

        root.End();
        if (tenant is null || zone is null || streams is null) return null;

        return new HubFile
        {
            File = file,
            Tenant = new TenantId(tenant),
            Name = name ?? tenant,
            TimeZone = zone,
            DataFolder = data,
            PostgreSql = postgreSql,
            KeysFile = keys,
            StreamFolders = streams,
            Disclosure = disclosure,
            QuarantineKeepFor = keepFor,
            Contacts = contacts,
            HandOvers = handOvers,
            WriteBackKeepFor = commandsKeptFor,
            Alerts = alerts,
        };
    }

    static TimeZoneInfo? Zone(YamlSection root, DiagnosticBag diagnostics)
    {
        if (root.Text("timezone") is not { } text) return null;
        if ((text.Text.Contains('/', StringComparison.Ordinal) || text.Text == "UTC") && TimeZoneInfo.TryFindSystemTimeZoneById(text.Text, out var zone)) return zone;

        var known = TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id.Contains('/', StringComparison.Ordinal));
        diagnostics.Error(text.Place, StreamCodes.WrongValue, $"timezone: '{text.Text}' is no IANA time zone{DidYouMean.Hint(text.Text, known)}; write for instance Europe/Stockholm");
        return null;
    }

    static HubFileContacts Contacts(YamlSection section)
    {
        var read = new HubFileContacts { KeepFor = section.Duration("keepFor"), Channels = Codes(section, "channels"), Results = Codes(section, "results") };
        section.End();
        return read;
    }

    static HubFileHandOvers HandOvers(YamlSection section, AlertSettings? alerts, DiagnosticBag diagnostics)
    {
        var read = new HubFileHandOvers { Units = Codes(section, "units"), Agents = section.Text("agents")?.Text, Replies = ReplySettings.Read(section, alerts, diagnostics) };
        section.End();
        return read;
    }

    // In the order of the file, which is the order in which people are asked.
    static OrderedDictionary<string, string>? Codes(YamlSection section, string key)
    {
        if (!section.Has(key)) return null;

        var codes = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var names = section.Section(key);
        foreach (var (code, _) in names.Entries)
            if (names.Text(code.Text)?.Text is { } title) codes[code.Text] = title;
        return codes.Count == 0 ? null : codes;
    }

    static string? PostgreSql(YamlSection index, DiagnosticBag diagnostics)
    {
        if (index.Text("postgresql") is not { } text) return null;
        if (ConnectionText.Fault(text.Text) is not { } fault) return text.Text;

        diagnostics.Error(text.Place, fault.Code, $"index.postgresql {fault.Message}");
        return null;
    }

    static string PathOf(YamlSection root, string key, string standard, DiagnosticBag diagnostics) =>
        root.Text(key) is { } text && IsPath(text, root.Path(key), diagnostics) ? text.Text : standard;

    static List<string>? Streams(string file, YamlSection root, DiagnosticBag diagnostics)
    {
        switch (root.Node("streams"))
        {
            case YamlText { IsEmpty: false } one:
                return Folders(file, [one], diagnostics);
            case YamlList { Items.Count: > 0 } list:
                return Folders(file, list.Items, diagnostics);
            case null:
                diagnostics.Error(root.Place, StreamCodes.MissingKey, "streams is missing: the folders with stream files, mappings and code tables");
                return null;
            case var other:
                diagnostics.Error(other.Place, StreamCodes.WrongValue, "streams must be a list of folders");
                return null;
        }
    }

    static List<string> Folders(string file, IReadOnlyList<YamlNode> items, DiagnosticBag diagnostics)
    {
        var folders = new List<string>();
        foreach (var item in items)
        {
            if (item is not YamlText text)
            {
                diagnostics.Error(item.Place, StreamCodes.WrongValue, "streams must be a list of folders");
                continue;
            }

            if (!IsPath(text, "streams", diagnostics)) continue;

            var folder = Path.Combine(Path.GetDirectoryName(file) ?? "", text.Text);
            if (!Directory.Exists(folder))
                diagnostics.Error(text.Place, FileCodes.NoSuchPath, $"there is no folder '{text.Text}' in the folder of {Path.GetFileName(file)}");
            folders.Add(folder);
        }

        return folders;
    }

    static bool IsPath(YamlText text, string key, DiagnosticBag diagnostics)
    {
        if (!text.Text.Contains("${", StringComparison.Ordinal) && !text.Text.Contains('\0', StringComparison.Ordinal)) return true;

        diagnostics.Error(text.Place, StreamCodes.WrongValue, $"{key} must be a plain path; references are read under 'connection' in stream files only");
        return false;
    }

    static string FullPath(string file, string relative) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, relative));
}
