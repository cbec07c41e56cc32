using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Workshop.Inference;

/// <summary>The address that a page of an API was asked for with, and what its parameters seem to be.</summary>
public sealed partial class AskedAddress
{
    AskedAddress(Uri address, IReadOnlyList<AskedParameter> parameters, IReadOnlyList<AskedHeader> headers) => (Address, Parameters, Headers) = (address, parameters, headers);

    /// <summary>The address.</summary>
    public Uri Address { get; }

    /// <summary>The address as it may be shown.</summary>
    public string Shown => new RedactedAddress([]).Of(Address);

    internal IReadOnlyList<AskedParameter> Parameters { get; }

    internal IReadOnlyList<AskedHeader> Headers { get; }

    /// <summary>What the paths of requests are below: everything but the last part of the path.</summary>
    internal string Base => Address.GetLeftPart(UriPartial.Authority) + Address.AbsolutePath[..Math.Max(0, Address.AbsolutePath.TrimEnd('/').LastIndexOf('/'))];

    /// <summary>The last part of the path.</summary>
    internal string Path => Address.AbsolutePath[Math.Max(0, Address.AbsolutePath.TrimEnd('/').LastIndexOf('/'))..];

    /// <summary>Reads an address; null, and why, when nothing can be asked for with it. The words hold no value of it.</summary>
    /// <param name="text">The address.</param>
    /// <param name="headers">Headers as <c>NAME: VALUE</c>; secrets as <c>${secret:NAME}</c>.</param>
    /// <param name="wrong">What is wrong.</param>
    public static AskedAddress? Read(string text, IReadOnlyList<string> headers, out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(headers);

        wrong = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0) wrong = "--url is an absolute address that begins with https://";
        else if (address.UserInfo.Length > 0) wrong = "the address of --url holds a user name or a password; take them out";
        else if (address.Scheme == "http" && !address.IsLoopback) wrong = "what is sent to the address of --url can be read on the way; use https";
        if (wrong is not null) return null;

        var parameters = new List<AskedParameter>();
        foreach (var part in address!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var n, var v] ? (Uri.UnescapeDataString(n), Uri.UnescapeDataString(v.Replace('+', ' '))) : (Uri.UnescapeDataString(part), "");
            var role = AskedParameter.RoleOf(name, value);
            if (role != ParameterRole.Token && RedactedAddress.IsSecret(name)) wrong = $"the parameter '{name}' of --url seems to be a secret, which a command line tells to others; take it out, and write it into the stream file afterwards (http.auth, docs/http-adapter.md)";
            else if (RedactedAddress.CouldBeAPersons(name, value)) wrong = $"the parameter '{name}' of --url could be a person's; ask for a list without it";
            parameters.Add(new AskedParameter(name, value, part, role));
        }

        var read = new List<AskedHeader>();
        foreach (var header in headers)
        {
            if (AskedHeader.Read(header, out var problem) is { } asked) read.Add(asked);
            wrong ??= problem;
        }

        if (read.Count(h => h.Secret is not null) > 1) wrong ??= "one header with a secret can be written into the draft; give one, and write the other into the stream file (docs/http-adapter.md)";
        return wrong is null ? new AskedAddress(address, parameters, read) : null;
    }

    internal AskedParameter? Of(ParameterRole role) => Parameters.FirstOrDefault(p => p.Role == role);
}

/// <summary>A parameter of an address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Written">Both, as they were written.</param>
/// <param name="Role">What it seems to be.</param>
internal sealed record AskedParameter(string Name, string Value, string Written, ParameterRole Role)
{
    static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>How the time of a parameter is written, as <c>times.format</c> has it; null when it is none.</summary>
    public string? TimeFormat => FormatOf(Value);

    public static ParameterRole RoleOf(string name, string value) => Names.Plain(name.TrimStart('$')).Replace(" ", "", StringComparison.Ordinal) switch
    {
        "page" or "pagenumber" or "pagenr" or "pageno" or "pageindex" or "currentpage" or "sida" or "p" when IsNumber(value) => ParameterRole.Page,
        "offset" or "skip" or "start" or "startindex" or "startat" or "first" or "firstresult" when IsNumber(value) => ParameterRole.Offset,
        "size" or "limit" or "pagesize" or "perpage" or "max" or "maxresults" or "maxrows" or "resultsperpage" or "top" or "take" or "rows" or "count" or "itemsperpage" when IsNumber(value) => ParameterRole.Size,
        "cursor" or "continuation" or "nextcursor" or "pagetoken" or "nexttoken" or "nextpagetoken" or "continuationtoken" or "scrollid" or "startafter" or "after" when FormatOf(value) is null => ParameterRole.Token,
        var plain when FormatOf(value) is not null && (plain is "gt" or "gte" || Since.Any(word => plain.Contains(word, StringComparison.Ordinal))) => ParameterRole.Since,
        _ => ParameterRole.None,
    };

    static readonly string[] Since = ["since", "after", "from", "modified", "updated", "changed", "andrad"];

    static bool IsNumber(string value) => value.Length is > 0 and < 10 && value.All(char.IsAsciiDigit);

    static string? FormatOf(string value) =>
        Formats.FirstOrDefault(f => DateTimeOffset.TryParseExact(value, f, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        ?? (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since is > 1_000_000_000 and < 4_000_000_000 ? "unix" : value.Length == 13 && value.All(char.IsAsciiDigit) ? "unixMs" : null);
}

/// <summary>What a parameter seems to be.</summary>
internal enum ParameterRole
{
    None,
    Page,
    Offset,
    Size,
    Token,
    Since,
}

/// <summary>A header that the system wants.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value, with references to secrets.</param>
/// <param name="Secret">The name of the secret that it holds; null when it holds none.</param>
internal sealed partial record AskedHeader(string Name, string Text, string? Secret)
{
    /// <summary>Whether it is a token of OAuth and its like.</summary>
    public bool IsBearer => Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && Text.StartsWith("Bearer ", StringComparison.Ordinal);

    public static AskedHeader? Read(string written, out string? wrong)
    {
        wrong = null;
        var (name, text) = written.Split(':', 2) is [var n, var t] ? (n.Trim(), t.Trim()) : ("", "");
        if (!Token().IsMatch(name) || text.Length == 0 || text.AsSpan().IndexOfAny('\r', '\n') >= 0) wrong = "--header is written as 'NAME: VALUE'";
        else if (SecretText().Match(text) is { Success: true } found) return OfSecret(name, text, found, out wrong);
        else if (text.Contains("${", StringComparison.Ordinal)) wrong = $"--header {name}: a secret is written as ${{secret:NAME}}, and has a value in an environment variable of that name";
        else if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || RedactedAddress.IsSecret(name)) wrong = $"--header {name} seems to hold a secret, which a command line tells to others: put it into an environment variable, and write ${{secret:NAME}} in its place";
        else return new AskedHeader(name, text, null);

        return null;
    }

    static AskedHeader? OfSecret(string name, string text, Match found, out string? wrong)
    {
        var isAuthorization = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        var rest = text.Remove(found.Index, found.Length);
        wrong = rest.Length == 0 || (isAuthorization && rest == "Bearer ") ? null
            : $"--header {name}: beside a secret nothing can stand but Bearer; other ways of signing in are written into a stream file (docs/http-adapter.md), which ihub infer --stream reads";
        return wrong is null ? new AskedHeader(name, text, found.Groups["name"].Value) : null;
    }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]
    private static partial Regex Token();

    [GeneratedRegex(@"\$\{secret:(?<name>[A-Za-z][A-Za-z0-9_.-]*)\}")]
    private static partial Regex SecretText();
}
