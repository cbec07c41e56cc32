using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads the headers of every request.</summary>
static class HeaderSection
{
    // These are made from the rest of the section, or are the transport's own.
    static readonly string[] Reserved = ["Authorization", "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Cookie", "SOAPAction", "User-Agent", "Accept-Encoding"];

    /// <summary>The headers of a section.</summary>
    /// <param name="of">The section with <c>headers</c>.</param>
    /// <param name="templates">Reads their values.</param>
    /// <param name="auth">How the hub signs in.</param>
    /// <param name="holes">What may fill their holes, beside settings and secrets.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static IReadOnlyList<(string Name, Template Value)> Read(YamlSection of, TemplateReader templates, Auth auth, IReadOnlyList<string> holes, DiagnosticBag diagnostics)
    {
        var section = of.Section("headers");
        var headers = new List<(string, Template)>();
        foreach (var (key, value) in section.Entries)
        {
            if (!IsName(key.Text))
            {
                diagnostics.Error(key.Place, HttpCodes.WrongHeader, $"'{key.Text}' is no name of a header");
            }
            else if (Reserved.Contains(key.Text, StringComparer.OrdinalIgnoreCase) || (auth is { By: AuthKind.Key, In: KeyIn.Header } && key.Text.Equals(auth.Name, StringComparison.OrdinalIgnoreCase)))
            {
                diagnostics.Error(key.Place, HttpCodes.WrongHeader, $"the header {key.Text} is made by the hub: say with http.auth, body or soap what it must be");
            }
            else if (value is not YamlText { IsEmpty: false } text)
            {
                diagnostics.Error(value.Place, HttpCodes.Sections.WrongValue, $"{section.Path(key.Text)} must be a single value");
            }
            else
            {
                headers.Add((key.Text, templates.Read(text, holes)));
            }
        }

        return headers;
    }

    /// <summary>The headers that go back and forth.</summary>
    public static IReadOnlyList<string> Returned(YamlSection http, DiagnosticBag diagnostics)
    {
        if (!http.Has("returnHeaders")) return [];

        var names = http.Texts("returnHeaders");
        foreach (var name in names.Where(n => !IsName(n.Text) || Reserved.Contains(n.Text, StringComparer.OrdinalIgnoreCase)))
            diagnostics.Error(name.Place, HttpCodes.WrongHeader, IsName(name.Text) ? $"the header {name.Text} is made by the hub: it cannot be sent back" : $"'{name.Text}' is no name of a header");
        return [.. names.Select(n => n.Text)];
    }

    /// <summary>The header that tells how long to wait.</summary>
    public static string? Wait(YamlSection http, DiagnosticBag diagnostics)
    {
        if (http.Text("waitHeader") is not { } name) return null;

        if (!IsName(name.Text)) diagnostics.Error(name.Place, HttpCodes.WrongHeader, $"'{name.Text}' is no name of a header");
        return name.Text;
    }

    /// <summary>Whether HTTP takes it for the name of a header.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
