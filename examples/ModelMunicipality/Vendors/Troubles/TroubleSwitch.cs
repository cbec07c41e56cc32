using System.Globalization;
using System.Text;

namespace ModelMunicipality.Vendors.Troubles;

/// <summary>The switch on the stand-ins' own port with which a visitor gives a system a trouble, and ends it.</summary>
sealed class TroubleSwitch(TownTroubles troubles)
{
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Answers at <c>/stand-in</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stand-in", http => WriteAsync(http, 200, Overview()));
        routes.MapPost("/stand-in/{system}/trouble", AskAsync);
        routes.MapDelete("/stand-in/{system}/trouble", EndAsync);
    }

    Task AskAsync(HttpContext http)
    {
        if (Refused(http) is { } refused) return refused;
        if (SystemOf(http) is not { } system) return NoSuchSystem(http);

        var word = http.Request.Query["kind"].ToString();
        if (!system.Kinds.Any(k => TroubledSystem.WordOf(k) == word))
            return WriteAsync(http, 400, $"The trouble '{word}' is none of {system.Name}; write kind={string.Join(", kind=", system.Kinds.Select(TroubledSystem.WordOf))}.\n");
        if (!TryReadLength(http.Request.Query["for"].ToString(), out var length))
            return WriteAsync(http, 400, "How long is said as for=30s or for=2m, at most 30m.\n");

        var trouble = troubles.Ask(system, system.Kinds.First(k => TroubledSystem.WordOf(k) == word), length);
        return WriteAsync(http, 200, $"{Line(system, trouble)}\n");
    }

    Task EndAsync(HttpContext http)
    {
        if (Refused(http) is { } refused) return refused;
        if (SystemOf(http) is not { } system) return NoSuchSystem(http);

        return WriteAsync(http, 200, troubles.End(system) ? $"{system.Name} is well again.\n" : $"{system.Name} had no trouble.\n");
    }

    string Overview()
    {
        var text = new StringBuilder();
        foreach (var system in TroubledSystem.All) text.Append(Line(system, troubles.Of(system))).Append('\n');
        return text.ToString();
    }

    static string Line(TroubledSystem system, Trouble? trouble) => trouble is { } has
        ? string.Create(CultureInfo.InvariantCulture, $"{system.Name}: {TroubledSystem.WordOf(has.Kind)} until {has.Until.ToLocalTime():HH:mm:ss}")
        : $"{system.Name}: well; it can be given kind={string.Join('|', system.Kinds.Select(TroubledSystem.WordOf))}";

    // A page of somebody else that is open in a browser on this machine has no business here.
    static Task? Refused(HttpContext http) => http.Request.Headers.Origin.Count > 0 ? WriteAsync(http, 403, "This switch is for the command line.\n") : null;

    static Task NoSuchSystem(HttpContext http) => WriteAsync(http, 404, $"There is no such system; there are {string.Join(", ", TroubledSystem.All.Select(s => s.Name))}.\n");

    static TroubledSystem? SystemOf(HttpContext http) => TroubledSystem.All.FirstOrDefault(s => s.Name == (string?)http.GetRouteValue("system"));

    static bool TryReadLength(string text, out TimeSpan length)
    {
        length = Usual;
        if (text.Length == 0) return true;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;

        length = text[^1] switch { 's' => TimeSpan.FromSeconds(number), 'm' => TimeSpan.FromMinutes(number), _ => TimeSpan.Zero };
        return length > TimeSpan.Zero && length <= Longest;
    }

    static Task WriteAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
