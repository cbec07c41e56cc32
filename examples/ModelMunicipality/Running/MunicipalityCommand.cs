using System.CommandLine;
using System.CommandLine.Parsing;
using ModelMunicipality.Day;

namespace ModelMunicipality.Running;

/// <summary>Reads the command line.</summary>
static class MunicipalityCommand
{
    const int MostCases = 1_000_000;
    const int MostContacts = 100_000;

    /// <summary>The command; what it does is given.</summary>
    public static RootCommand Create(Func<MunicipalityOptions, CancellationToken, Task<int>> run)
    {
        var cases = new Option<int?>("--cases") { Description = $"How many cases each system has. {MunicipalityOptions.DefaultCases} unless the data folder was made with another number.", HelpName = "N" };
        cases.Validators.Add(result => Check(result, Number(result) is >= 1 and <= MostCases, $"--cases must be a number from 1 to {MostCases}."));

        var seed = new Option<int?>("--seed") { Description = $"What the town is computed from: the same seed is the same town. {MunicipalityOptions.DefaultSeed} unless the data folder was made with another one.", HelpName = "N" };
        seed.Validators.Add(result => Check(result, Number(result) is not null, "--seed must be a whole number."));

        var urls = new Option<string>("--urls") { Description = "Where the API listens: http on the loopback; port 0 takes a free one.", DefaultValueFactory = _ => MunicipalityOptions.DefaultUrls, HelpName = "URL" };
        urls.Validators.Add(result => Check(result, ReadUrls(Text(result)) is not null, "--urls must be http addresses of the loopback, such as http://127.0.0.1:5080; several are separated by semicolons."));

        var data = new Option<string>("--data") { Description = "The folder for index, keys and drop folder.", DefaultValueFactory = _ => "./" + MunicipalityOptions.DefaultFolder, HelpName = "DIR" };
        data.Validators.Add(result => Check(result, !string.IsNullOrWhiteSpace(Text(result)), "--data must name a folder."));

        var mappings = new Option<string?>("--mappings") { Description = "Stream files and mappings to use in place of the copy in the data folder.", HelpName = "DIR" };
        mappings.Validators.Add(result => Check(result, Directory.Exists(Text(result)), "--mappings must name a folder that is there."));

        var otlp = new Option<string?>("--otlp") { Description = "Send metrics, traces and log lines to this collector, over OTLP. OTEL_EXPORTER_OTLP_ENDPOINT says it too.", HelpName = "URL" };
        otlp.Validators.Add(result => Check(result, ReadCollector(Text(result)) is not null, "--otlp must be an http or https address, such as http://127.0.0.1:4318."));

        var calm = new Option<bool>("--calm") { Description = "No system goes down, no record is bad or vanishes, unless you ask for it." };
        var once = new Option<bool>("--once") { Description = "Freeze the systems, read everything once, print a summary, and end; the exit code is 0 when all succeeded." };
        var day = new Option<bool>("--day") { Description = "Play a day of contacts through all channels over the hub's API, in a town of its own, print what it came to, and end; the exit code is 0 when nothing was forgotten and nobody asked twice." };
        var contacts = new Option<int?>("--contacts") { Description = $"How many contacts the day has. {DayOptions.UsualContacts} unless said.", HelpName = "N" };
        contacts.Validators.Add(result => Check(result, Number(result) is >= DayOptions.FewestContacts and <= MostContacts, $"--contacts must be a number from {DayOptions.FewestContacts} to {MostContacts}."));
        var format = new Option<string>("--format") { Description = "How --once and --day print their summary: text or json.", DefaultValueFactory = _ => "text", HelpName = "text|json" };
        format.Validators.Add(result => Check(result, Text(result) is "text" or "json", "--format must be text or json."));

        var root = new RootCommand("A municipality with four systems, one case index over them, and its HTTP API, all in one process.") { cases, seed, urls, data, mappings, otlp, calm, once, day, contacts, format };
        root.Validators.Add(result => Check(result, result.GetValue(format) != "json" || result.GetValue(once) || result.GetValue(day), "--format json goes with --once or --day only."));
        root.Validators.Add(result => Check(result, !result.GetValue(once) || !result.GetValue(day), "--once and --day do not go together: a day begins with reading everything."));
        root.Validators.Add(result => Check(result, result.GetValue(contacts) is null || result.GetValue(day), "--contacts goes with --day only."));
        root.SetAction((result, cancellationToken) => run(
            new MunicipalityOptions
            {
                Cases = result.GetValue(cases),
                Seed = result.GetValue(seed),
                // Nobody but the player calls a day's hub, and a town that lives may have the usual port.
                Urls = ReadUrls(result.GetValue(day) && result.GetResult(urls) is null or { Implicit: true } ? "http://127.0.0.1:0" : result.GetValue(urls))!,
                Folder = result.GetValue(data)!,
                Mappings = result.GetValue(mappings),
                Otlp = ReadCollector(result.GetValue(otlp)),
                Calm = result.GetValue(calm),
                Once = result.GetValue(once),
                Day = result.GetValue(day) ? new DayOptions { Contacts = result.GetValue(contacts) ?? DayOptions.UsualContacts, Keeps = result.GetResult(data) is { Implicit: false } } : null,
                Json = result.GetValue(format) == "json",
            },
            cancellationToken));
        return root;
    }

    static List<Uri>? ReadUrls(string? text)
    {
        var urls = new List<Uri>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || !url.IsLoopback || url.PathAndQuery != "/") return null;
            urls.Add(url);
        }

        return urls.Count == 0 ? null : urls;
    }

    static Uri? ReadCollector(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0 ? url : null;

    static string? Text(OptionResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : null;

    static int? Number(OptionResult result) =>
        int.TryParse(Text(result), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    // Validators are asked about defaults too, and those have no text.
    static void Check(SymbolResult result, bool right, string message)
    {
        if (!right && result is not OptionResult { Implicit: true }) result.AddError(message);
    }
}
